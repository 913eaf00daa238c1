package dev.lathe.cli.monitor;

import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.watch.stream.ClosedWindow;
import dev.lathe.watch.stream.LabelCount;
import dev.lathe.watch.stream.Surge;
import dev.lathe.watch.stream.WindowCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Prints windows and alerts, a line each.
///
/// @param json whether a line is a JSON object
/// @param windows whether windows without an alert are told of, too
/// @param labels whose shares are told of
public record MonitorOutput(Surroundings surroundings, boolean json, boolean windows, List<String> labels) {

    /// Prints what is to be told of a window, and lets whoever reads along see it.
    public void print(ClosedWindow closed) throws IOException {
        WindowCounts counts = closed.counts();
        if (windows) {
            for (String topic : counts.topics()) {
                line(json ? jsonWindow(counts, topic) : plainWindow(counts, topic));
            }
        }
        for (Surge surge : closed.surges()) {
            line(json ? jsonAlert(counts, surge) : plainAlert(counts, surge));
        }
        surroundings.out().flush();
    }

    private void line(String text) {
        surroundings.out().print(text + "\n");
    }

    private static String plainAlert(WindowCounts window, Surge surge) {
        return String.format(Locale.ROOT, "ALERT %s %s %s: %d of %d (%.1f %%), before %.1f %% of %d; p %.2g, z %.1f", window.start(),
                surge.rule(), where(surge.topic()), surge.window().hits(), surge.window().of(), percent(surge.window()), percent(surge.baseline()),
                surge.baseline().of(), surge.test().pValue(), surge.test().z());
    }

    private String plainWindow(WindowCounts window, String topic) {
        String shares = labels.stream().map(label -> String.format(Locale.ROOT, "%s %.1f %%", label, percent(window.count(topic, label))))
                .collect(Collectors.joining(", "));
        return "%s %s: %d; %s".formatted(window.start(), where(topic), window.count(topic, "").of(), shares);
    }

    private static String where(String topic) {
        return topic.equals(WindowCounts.ALL) ? "of all" : "of " + topic;
    }

    private static double percent(LabelCount count) {
        return 100 * count.share();
    }

    private static String jsonAlert(WindowCounts window, Surge surge) throws IOException {
        return object(out -> {
            out.writeStringField("alert", surge.rule().toString());
            period(window, surge.topic()).writeTo(out);
            out.writeStringField("label", surge.rule().label());
            out.writeNumberField("count", surge.window().hits());
            out.writeNumberField("of", surge.window().of());
            out.writeNumberField("share", surge.window().share());
            out.writeNumberField("baselineCount", surge.baseline().hits());
            out.writeNumberField("baselineOf", surge.baseline().of());
            out.writeNumberField("baselineShare", surge.baseline().share());
            out.writeNumberField("pValue", surge.test().pValue());
            out.writeNumberField("z", surge.test().z());
            out.writeNumberField("dispersion", surge.test().dispersion());
        });
    }

    private String jsonWindow(WindowCounts window, String topic) throws IOException {
        return object(out -> {
            period(window, topic).writeTo(out);
            out.writeNumberField("of", window.count(topic, "").of());
            out.writeObjectFieldStart("counts");
            for (String label : labels) {
                out.writeNumberField(label, window.count(topic, label).hits());
            }
            out.writeEndObject();
        });
    }

    private static JsonContent period(WindowCounts window, String topic) {
        return out -> {
            out.writeStringField("start", window.start().toString());
            out.writeStringField("end", window.end().toString());
            if (!topic.equals(WindowCounts.ALL)) {
                out.writeStringField("topic", topic);
            }
        };
    }

    private static String object(JsonContent fields) throws IOException {
        return new String(JsonWriter.object(JsonLayout.LINE, fields), StandardCharsets.UTF_8).strip();
    }
}
