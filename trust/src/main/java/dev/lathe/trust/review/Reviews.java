package dev.lathe.trust.review;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What stands in a file of decisions and answers.
public final class Reviews {
    private final Path file;
    private final SequencedMap<Long, Decision> decisions = new LinkedHashMap<>();
    private final Map<Long, String> answers = new LinkedHashMap<>();
    private long torn;

    private Reviews(Path file) {
        this.file = file;
    }

    /// @throws ReviewException if there is no such file, or a line is JSON but no decision or answer
    public static Reviews read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ReviewException(file + ": no such file");
        }
        var reviews = new Reviews(file);
        // A torn line may end inside of a character.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            long number = 0;
            for (String line : (Iterable<String>) lines::iterator) {
                reviews.add(++number, line.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return reviews;
    }

    private void add(long number, byte[] line) throws IOException {
        Map<String, @Nullable Object> fields;
        try (JsonParser json = JsonReader.SMALL.parser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                torn++;
                return;
            }
            fields = JsonReader.object(json);
        } catch (JacksonException e) {
            torn++;
            return;
        }
        if (!(fields.get("id") instanceof Number id) || !(fields.get("label") instanceof String label)) {
            throw new ReviewException("%s:%d: neither a decision nor an answer".formatted(file, number));
        }
        switch (String.valueOf(fields.get("event"))) {
            case "asked" -> decisions.put(id.longValue(), decision(label, fields));
            case "answered" -> {
                if (!(fields.get("of") instanceof Number of) || !decisions.containsKey(of.longValue())) {
                    throw new ReviewException("%s:%d: an answer to nothing".formatted(file, number));
                }
                answers.put(of.longValue(), label);
            }
            default -> throw new ReviewException("%s:%d: neither a decision nor an answer".formatted(file, number));
        }
    }

    private static Decision decision(String label, Map<String, @Nullable Object> fields) {
        var labels = new ArrayList<String>();
        if (fields.get("labels") instanceof List<?> all) {
            all.forEach(one -> labels.add(String.valueOf(one)));
        }
        double confidence = fields.get("confidence") instanceof Number number ? number.doubleValue() : Double.NaN;
        return new Decision(text(fields, "model").orElse(""), text(fields, "model_sha256").orElse(""), label, confidence, labels,
                text(fields, "text"), text(fields, "text_pair"));
    }

    private static Optional<String> text(Map<String, @Nullable Object> fields, String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /// Those that nobody has answered, by their numbers, in the order in which they came.
    public SequencedMap<Long, Decision> waiting() {
        var waiting = new LinkedHashMap<>(decisions);
        waiting.keySet().removeAll(answers.keySet());
        return waiting;
    }

    /// Those that a person has answered, by their numbers.
    public SequencedMap<Long, Answered> answered() {
        var answered = new LinkedHashMap<Long, Answered>();
        decisions.forEach((id, decision) -> {
            String label = answers.get(id);
            if (label != null) {
                answered.put(id, new Answered(decision, label));
            }
        });
        return answered;
    }

    /// @param label the person's
    public record Answered(Decision decision, String label) {}

    /// Lines that a kill has torn.
    public long torn() {
        return torn;
    }

    /// Adds a person's answer to the file; it counts in place of an earlier one.
    ///
    /// @param id of a decision that was read
    /// @param label one of the model's; several with commas between where any number may be true
    /// @throws ReviewException if there is no such decision, or its model has no such label
    public void answer(ReviewQueue queue, long id, String label) throws IOException {
        Decision decision = decisions.get(id);
        if (decision == null) {
            throw new ReviewException("%s: no decision %d".formatted(file, id));
        }
        boolean known = decision.labels().isEmpty() || decision.labels().contains(label)
                || Stream.of(label.split(",", -1)).allMatch(decision.labels()::contains);
        if (label.isBlank() || !known) {
            throw new ReviewException("%s: decision %d: the model has no label '%s'; it has %s".formatted(file, id, label, String.join(", ", decision.labels())));
        }
        queue.answer(id, label);
        answers.put(id, label);
    }
}
