package dev.lathe.watch.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.bert.checkpoint.file.Unfinished;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A monitor's counts in a file: its open window and its baselines, and how far the input was read. It holds no text.
///
/// A file is replaced whole or stays as it was. Its last field is the SHA-256 of what it holds without it: with a digit changed, a monitor would
/// alert of something else without a word.
///
/// @param monitor as it was when the file was written
/// @param position bytes of the input whose items the monitor has counted
public record MonitorFile(StreamMonitor monitor, long position) {
    private static final int FORMAT = 1;
    private static final String END = "\n}\n";
    private static final long MAX_BYTES = 1 << 26;
    private static final Pattern HASHED = Pattern.compile("(.*),\n  \"sha256\": \"([0-9a-f]{64})\"\n}\n", Pattern.DOTALL);

    /// Replaces the file.
    public void write(Path path) throws IOException {
        String text = text();
        String hashed = "%s,\n  \"sha256\": \"%s\"\n}\n".formatted(text.substring(0, text.length() - END.length()), hash(StandardCharsets.UTF_8.encode(text)));
        try (Unfinished unfinished = Unfinished.beside(path)) {
            NamedWriting.of(path, () -> Files.writeString(unfinished.path(), hashed));
            unfinished.publish();
        }
    }

    private String text() throws IOException {
        return new String(JsonWriter.object(JsonLayout.ELEMENTS, json -> {
            json.writeNumberField("format", FORMAT);
            plan(json, monitor.plan());
            json.writeNumberField("position", position);
            json.writeNumberField("items", monitor.items());
            json.writeNumberField("late", monitor.late());
            if (monitor.open().isPresent()) {
                window(json, monitor.open().get());
            }
            baselines(json);
        }), StandardCharsets.UTF_8);
    }

    private static String hash(ByteBuffer bytes) {
        var hash = new Sha256();
        hash.update(bytes);
        return hash.hex();
    }

    /// After its size and form were looked at.
    private static void requireAsWritten(Path path) throws IOException {
        Matcher parts = HASHED.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            throw new CheckpointException(String.valueOf(path.getFileName()), "no 'sha256' at its end");
        }
        if (!hash(StandardCharsets.ISO_8859_1.encode(parts.group(1) + END)).equals(parts.group(2))) {
            throw new CheckpointException(String.valueOf(path.getFileName()), "not what was written, by its SHA-256; go on with another file");
        }
    }

    private static void plan(JsonGenerator json, MonitorPlan plan) throws IOException {
        json.writeNumberField("windowMillis", plan.window().toMillis());
        json.writeNumberField("baselineWindows", plan.baseline());
        texts(json, "alerts", plan.rules().stream().map(ShareRule::toString).toList());
        texts(json, "labels", plan.labels());
        texts(json, "topics", plan.topics());
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void window(JsonGenerator json, WindowCounts window) throws IOException {
        json.writeObjectFieldStart("window");
        json.writeNumberField("startMillis", window.start().toEpochMilli());
        json.writeArrayFieldStart("counts");
        for (String topic : window.topics()) {
            json.writeStartObject();
            json.writeStringField("topic", topic);
            json.writeNumberField("of", window.count(topic, "").of());
            json.writeObjectFieldStart("hits");
            for (String label : monitor.plan().labels()) {
                json.writeNumberField(label, window.count(topic, label).hits());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void baselines(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("baselines");
        for (var entry : monitor.baselines().entrySet()) {
            json.writeStartObject();
            json.writeStringField("alert", entry.getKey().rule().toString());
            json.writeStringField("topic", entry.getKey().topic());
            json.writeArrayFieldStart("windows");
            for (LabelCount count : entry.getValue()) {
                json.writeStartArray();
                json.writeNumber(count.hits());
                json.writeNumber(count.of());
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// Reads a file that [#write] has written.
    ///
    /// @param plan what is asked for now
    /// @throws CheckpointException if the file holds something else, or is of another plan
    public static MonitorFile read(Path path, MonitorPlan plan) throws IOException {
        JsonObject file = JsonObject.read(path, MAX_BYTES);
        if (file.requiredInteger("format") != FORMAT) {
            throw file.problem("format", "%d; this version reads %d".formatted(file.requiredInteger("format"), FORMAT));
        }
        requireAsWritten(path);
        requireSame(file, "windowMillis", String.valueOf(plan.window().toMillis()), file.scalar("windowMillis").orElse(""));
        requireSame(file, "baselineWindows", String.valueOf(plan.baseline()), file.scalar("baselineWindows").orElse(""));
        requireSame(file, "alerts", plan.rules().stream().map(ShareRule::toString).toList(), file.texts("alerts"));
        requireSame(file, "labels", plan.labels(), file.texts("labels"));
        requireSame(file, "topics", plan.topics(), file.texts("topics"));
        var monitor = new StreamMonitor(plan);
        Optional<JsonObject> window = file.object("window");
        monitor.restore(whole(file, "items"), whole(file, "late"), window.isPresent() ? window(window.get(), plan) : null);
        for (JsonObject baseline : file.objects("baselines")) {
            String alert = baseline.text("alert").orElse("");
            ShareRule rule = plan.rules().stream().filter(known -> known.toString().equals(alert)).findFirst()
                    .orElseThrow(() -> baseline.problem("alert", "not among 'alerts'"));
            monitor.restore(new StreamMonitor.Series(rule, baseline.text("topic").orElse("")), counts(baseline));
        }
        return new MonitorFile(monitor, whole(file, "position"));
    }

    private static void requireSame(JsonObject file, String key, Object now, Object then) throws CheckpointException {
        if (!now.equals(then)) {
            throw file.problem(key, "%s, now %s; a monitor goes on as it began, or with another file".formatted(then, now));
        }
    }

    private static WindowCounts window(JsonObject window, MonitorPlan plan) throws CheckpointException {
        var counts = new WindowCounts(Instant.ofEpochMilli(number(window, "startMillis", window.values().get("startMillis"))), plan.window());
        for (JsonObject topic : window.objects("counts")) {
            long of = whole(topic, "of");
            JsonObject stored = topic.requiredObject("hits");
            var hits = new LinkedHashMap<String, Long>();
            for (String label : stored.keys()) {
                long count = whole(stored, label);
                if (count > of) {
                    throw stored.problem(label, "%d of %d".formatted(count, of));
                }
                hits.put(label, count);
            }
            counts.restore(topic.text("topic").orElse(""), of, hits);
        }
        return counts;
    }

    private static List<LabelCount> counts(JsonObject baseline) throws CheckpointException {
        var counts = new ArrayList<LabelCount>();
        if (!(baseline.values().get("windows") instanceof List<?> windows)) {
            throw baseline.problem("windows", "not an array");
        }
        for (Object window : windows) {
            if (!(window instanceof List<?> pair) || pair.size() != 2) {
                throw baseline.problem("windows", "pairs of counts are needed");
            }
            long hits = number(baseline, "windows", pair.getFirst());
            long of = number(baseline, "windows", pair.getLast());
            if (hits < 0 || of < 1 || hits > of) {
                throw baseline.problem("windows", "%d of %d".formatted(hits, of));
            }
            counts.add(new LabelCount(hits, of));
        }
        return counts;
    }

    private static long whole(JsonObject object, String key) throws CheckpointException {
        long value = number(object, key, object.values().get(key));
        if (value < 0) {
            throw object.problem(key, value + " where a count is needed");
        }
        return value;
    }

    private static long number(JsonObject object, String key, @Nullable Object value) throws CheckpointException {
        return switch (value) {
            case Integer whole -> whole;
            case Long whole -> whole;
            case null, default -> throw object.problem(key, "not an integer");
        };
    }
}
