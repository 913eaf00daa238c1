package dev.lathe.train.page;

import dev.lathe.train.data.Example;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a set of examples is like, counted: nothing of what it says but its labels.
///
/// @param set `train`, `dev` or `test`
/// @param file its name
/// @param rows of the whole file
/// @param lengths characters of each example's texts together
/// @param labels how often each label is right
public record DataFacts(String set, String file, long rows, int[] lengths, Map<String, Long> labels) {
    private static final int BINS = 12;
    private static final int MOST_LABELS = 30;

    /// Counts.
    public static DataFacts of(String set, String file, long rows, List<? extends Example> examples) {
        var labels = new TreeMap<String, Long>();
        examples.forEach(example -> example.classes().forEach(label -> labels.merge(label, 1L, Long::sum)));
        return new DataFacts(set, file, rows, examples.stream()
                .mapToInt(example -> example.texts().stream().mapToInt(text -> text.codePointCount(0, text.length())).sum()).sorted().toArray(),
                labels);
    }

    Html card() {
        Html html = new Html().open("div", "class", "card").element("h3", set + ": " + file);
        html.element("p", "%s examples of %s rows; %s characters at the median, %s to %s".formatted(
                Figures.count(lengths.length), Figures.count(rows), Figures.count(lengths[lengths.length / 2]), Figures.count(lengths[0]),
                Figures.count(lengths[lengths.length - 1])));
        html.add(lengthBars());
        return labels.isEmpty() ? html.close("div") : html.add(labelBars()).close("div");
    }

    private Html lengthBars() {
        int least = lengths[0];
        int width = (lengths[lengths.length - 1] - least) / BINS + 1;
        var counts = new long[(lengths[lengths.length - 1] - least) / width + 1];
        for (int length : lengths) {
            counts[(length - least) / width]++;
        }
        var bars = new Bars("characters", "examples");
        for (int i = 0; i < counts.length; i++) {
            long from = least + (long) i * width;
            bars.bar("%s to %s".formatted(Figures.count(from), Figures.count(from + width - 1)), counts[i], Figures.count(counts[i]));
        }
        return bars.table();
    }

    private Html labelBars() {
        var bars = new Bars("label", "count");
        labels.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(MOST_LABELS)
                .forEach(label -> bars.bar(label.getKey(), label.getValue(), Figures.count(label.getValue())));
        Html html = bars.table();
        return labels.size() > MOST_LABELS
                ? html.element("p", "and %d labels more".formatted(labels.size() - MOST_LABELS), "class", "dim") : html;
    }
}
