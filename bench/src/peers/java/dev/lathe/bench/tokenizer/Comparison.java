package dev.lathe.bench.tokenizer;

import dev.lathe.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Contenders timed in turns on the same texts, A B A B …, so that a drift of the machine hits all alike.
///
/// @param texts      what was encoded
/// @param contenders who did it
/// @param rounds     each with a turn of every contender, in their order
record Comparison(BenchTexts texts, List<String> contenders, List<List<Turn>> rounds) {
    private static final int WARM_UP_ROUNDS = 5;

    static Comparison of(BenchTexts texts, List<Contender> contenders, int rounds) {
        long expected = contenders.getFirst().encode().tokens(texts.texts());
        var counted = new ArrayList<List<Turn>>();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            List<Turn> turns = contenders.stream().map(contender -> Turn.of(contender, texts, expected)).toList();
            if (round >= 0) {
                counted.add(turns);
            }
        }
        return new Comparison(texts, contenders.stream().map(Contender::name).toList(), counted);
    }

    /// Millions of characters a second.
    Spread throughput(int contender) {
        return Spread.of(rounds.stream()
                .mapToDouble(turns -> texts.characters() / turns.get(contender).seconds() / 1e6).toArray());
    }

    /// How many times as fast one contender is as another, round by round.
    Spread ratio(int contender, int other) {
        return Spread.of(rounds.stream()
                .mapToDouble(turns -> turns.get(other).seconds() / turns.get(contender).seconds()).toArray());
    }

    /// The same by the CPU time of the process, which a busy machine does not lengthen.
    Spread cpuRatio(int contender, int other) {
        return Spread.of(rounds.stream()
                .mapToDouble(turns -> turns.get(other).cpuSeconds() / turns.get(contender).cpuSeconds()).toArray());
    }

    /// Ratio of the fastest rounds of two contenders, which a busy machine spoils least.
    double ratioOfBest(int contender, int other) {
        return best(other) / best(contender);
    }

    private double best(int contender) {
        return rounds.stream().mapToDouble(turns -> turns.get(contender).seconds()).min().orElseThrow();
    }

    /// A few lines for people.
    String text() {
        var text = new StringBuilder("%s: %d texts, %d characters, %d rounds%n".formatted(
                texts.name(), texts.texts().size(), texts.characters(), rounds.size()));
        for (int i = 0; i < contenders.size(); i++) {
            text.append(String.format(Locale.ROOT, "  %-18s %s million characters/s, %s times %s, by CPU time %s%n",
                    contenders.get(i), throughput(i).text(), ratio(i, 0).text(), contenders.getFirst(),
                    cpuRatio(i, 0).text()));
        }
        return text.toString();
    }
}
