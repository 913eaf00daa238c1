package dev.lathe.bench.tokenizer;

import dev.lathe.bench.peers.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Contenders timed in turns on the same texts, A B A B …, so that a drift of the machine hits all alike.
///
/// @param texts      what was encoded
/// @param contenders who did it
/// @param seconds    round by round, contender by contender
record Comparison(BenchTexts texts, List<String> contenders, List<double[]> seconds) {
    private static final int WARM_UP_ROUNDS = 5;

    static Comparison of(BenchTexts texts, List<Contender> contenders, int rounds) {
        long expected = contenders.getFirst().encode().tokens(texts.texts());
        var seconds = new ArrayList<double[]>();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            double[] times = contenders.stream().mapToDouble(contender -> time(contender, texts, expected)).toArray();
            if (round >= 0) {
                seconds.add(times);
            }
        }
        return new Comparison(texts, contenders.stream().map(Contender::name).toList(), seconds);
    }

    private static double time(Contender contender, BenchTexts texts, long expected) {
        long start = System.nanoTime();
        long tokens = contender.encode().tokens(texts.texts());
        double seconds = (System.nanoTime() - start) / 1e9;
        if (tokens != expected) {
            throw new IllegalStateException(
                    "%s: %d tokens instead of %d: not the same work".formatted(contender.name(), tokens, expected));
        }
        return seconds;
    }

    /// Millions of characters a second.
    Spread throughput(int contender) {
        return Spread.of(seconds.stream()
                .mapToDouble(times -> texts.characters() / times[contender] / 1e6).toArray());
    }

    /// How many times as fast one contender is as another, round by round.
    Spread ratio(int contender, int other) {
        return Spread.of(seconds.stream().mapToDouble(times -> times[other] / times[contender]).toArray());
    }

    /// Ratio of the fastest rounds of two contenders, which a busy machine spoils least.
    double ratioOfBest(int contender, int other) {
        return best(other) / best(contender);
    }

    private double best(int contender) {
        return seconds.stream().mapToDouble(times -> times[contender]).min().orElseThrow();
    }

    /// A few lines for people.
    String text() {
        var text = new StringBuilder("%s: %d texts, %d characters, %d rounds%n".formatted(
                texts.name(), texts.texts().size(), texts.characters(), seconds.size()));
        for (int i = 0; i < contenders.size(); i++) {
            double[] ratios = new double[contenders.size()];
            for (int other = 0; other < ratios.length; other++) {
                ratios[other] = ratio(i, other).median();
            }
            text.append(String.format(Locale.ROOT, "  %-18s %s million characters/s; times as fast as each: %s%n",
                    contenders.get(i), throughput(i).text(), Arrays.toString(ratios)));
        }
        return text.toString();
    }
}
