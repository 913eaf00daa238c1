package dev.lathe.trust.explain.method;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The quality of a method over many texts.
///
/// @param method its name
/// @param texts one or more
public record QualitySummary(String method, List<Quality> texts) {
    public QualitySummary {
        texts = List.copyOf(texts);
    }

    /// A line for each number, means over texts; of the curves also on how many texts they are better than the mean of random orders.
    public String toText() {
        var lines = new StringBuilder();
        line(lines, "method", method);
        line(lines, "texts", String.valueOf(texts.size()));
        if (texts.getFirst().completeness().isPresent()) {
            line(lines, "completeness", String.format(Locale.ROOT, "%.2e off, at most %.2e", mean(q -> q.completeness().orElse(0)),
                    texts.stream().mapToDouble(q -> q.completeness().orElse(0)).max().orElse(0)));
        }
        line(lines, "infidelity", String.format(Locale.ROOT, "%.6f", mean(Quality::infidelity)));
        if (texts.getFirst().sensitivity().isPresent()) {
            line(lines, "sensitivity", String.format(Locale.ROOT, "%.4f", mean(q -> q.sensitivity().orElse(0))));
        }
        curve(lines, "deletion", Quality::deletion, Quality::randomDeletion, texts.stream().filter(q -> q.deletion() < q.randomDeletion()).count());
        curve(lines, "insertion", Quality::insertion, Quality::randomInsertion,
                texts.stream().filter(q -> q.insertion() > q.randomInsertion()).count());
        return lines.toString();
    }

    private void curve(StringBuilder lines, String name, ToDoubleFunction<Quality> area, ToDoubleFunction<Quality> random, long better) {
        line(lines, name, String.format(Locale.ROOT, "%.4f, random %.4f; better on %d", mean(area), mean(random), better));
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(String.format(Locale.ROOT, "%-14s %s\n", name, value));
    }

    private double mean(ToDoubleFunction<Quality> number) {
        return texts.stream().mapToDouble(number).average().orElseThrow();
    }
}
