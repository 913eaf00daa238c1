package dev.lathe.trust.explain.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// How good several methods are on the same texts, a row each, beside scores that are drawn.
///
/// @param rows one for each method, of as many texts
public record QualityTable(List<QualitySummary> rows) {
    private static final String LAYOUT = "%-21s%9s%9s%14s%11s%12s%10s%8s%11s%8s\n";

    public QualityTable {
        rows = List.copyOf(rows);
    }

    /// Judges methods on one text, in their order; drawn scores first.
    ///
    /// @param explained whose scores are judged
    /// @param shown the number whose curves are drawn; of the same text
    /// @param seed of what is drawn
    public static List<Quality> of(ExplainedText explained, ExplainedText shown, List<AttributionMethod> methods, long seed) {
        var known = new RememberedText(explained);
        var curves = new RememberedText(shown);
        return Stream.concat(Stream.of(new RandomScores(seed)), methods.stream())
                .map(method -> Quality.of(known, curves, method, seed)).toList();
    }

    /// @param methods as they were judged
    /// @param texts of each what [#of] has found
    public static QualityTable of(List<AttributionMethod> methods, List<List<Quality>> texts) {
        List<QualitySummary> rows = new ArrayList<>();
        for (int m = 0; m <= methods.size(); m++) {
            int row = m;
            rows.add(new QualitySummary(m == 0 ? new RandomScores(0).name() : methods.get(m - 1).name(),
                    texts.stream().map(text -> text.get(row)).toList()));
        }
        return new QualityTable(rows);
    }

    /// Means over the texts; of completeness the largest. The curves of drawn orders are the mean of ten.
    public String toText() {
        var lines = new StringBuilder(rows.getFirst().texts().size() + " texts\n");
        lines.append(String.format(Locale.ROOT, LAYOUT,
                "method", "forward", "back", "completeness", "infidelity", "sensitivity", "deletion", "better", "insertion", "better"));
        for (QualitySummary row : rows) {
            boolean drawn = row == rows.getFirst();
            List<Quality> texts = row.texts();
            lines.append(String.format(Locale.ROOT, LAYOUT, row.method(), mean(texts, "%.1f", Quality::forward), mean(texts, "%.1f", Quality::backward),
                    of(texts, "%.2e", Quality::completeness, true), mean(texts, "%.4f", Quality::infidelity),
                    of(texts, "%.4f", Quality::sensitivity, false),
                    mean(texts, "%.4f", drawn ? Quality::randomDeletion : Quality::deletion),
                    drawn ? "-" : texts.stream().filter(q -> q.deletion() < q.randomDeletion()).count(),
                    mean(texts, "%.4f", drawn ? Quality::randomInsertion : Quality::insertion),
                    drawn ? "-" : texts.stream().filter(q -> q.insertion() > q.randomInsertion()).count()));
        }
        return lines.toString();
    }

    private static String mean(List<Quality> texts, String form, ToDoubleFunction<Quality> number) {
        return String.format(Locale.ROOT, form, texts.stream().mapToDouble(number).average().orElseThrow());
    }

    /// Of what not every method has.
    private static String of(List<Quality> texts, String form, Function<Quality, OptionalDouble> number, boolean largest) {
        if (texts.stream().anyMatch(q -> number.apply(q).isEmpty())) {
            return "-";
        }
        var numbers = texts.stream().mapToDouble(q -> number.apply(q).orElseThrow());
        return String.format(Locale.ROOT, form, (largest ? numbers.max() : numbers.average()).orElseThrow());
    }
}
