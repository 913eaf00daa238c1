package dev.lathe.watch.drift;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a model read and answered at its training, as `reference.json` beside its weights: a sample of numbers, and no text.
///
/// @param split which data it is of: `dev`, `test` or `train`
/// @param items how many texts that data has; those of the sample are spread evenly over it
/// @param maxLength tokens of a text at most, then; longer ones were cut
/// @param sample [#MOST] observations at most
public record Reference(String split, int items, int maxLength, List<Observation> sample) {
    public static final String NAME = "reference.json";
    public static final int MOST = 512;

    private static final int FORMAT = 1;
    private static final long MAX_BYTES = 1 << 26;
    /// Together they take less than half of what is read again.
    private static final int MOST_SCORES = 2_000_000;

    public Reference {
        sample = List.copyOf(sample);
    }

    /// How many observations a sample has at most: fewer of a model of very many labels, so that its file stays as small as one that
    /// is read.
    ///
    /// @param scores how many scores one of them has
    public static int most(int scores) {
        return Math.clamp(MOST_SCORES / Math.max(1, scores), 1, MOST);
    }

    /// Writes it into a model's directory.
    public void write(Path directory) throws IOException {
        JsonFile.write(directory.resolve(NAME), json -> {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("split", split);
            json.writeNumberField("items", items);
            json.writeNumberField("maxLength", maxLength);
            json.writeArrayFieldStart("sample");
            for (Observation one : sample) {
                write(json, one);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Observation one) throws IOException {
        json.writeStartObject();
        json.writeNumberField("tokens", one.tokens());
        json.writeNumberField("unknown", (float) one.unknown());
        json.writeStringField("label", one.label());
        json.writeNumberField("score", (float) one.score());
        json.writeArrayFieldStart("scores");
        for (double score : one.scores()) {
            json.writeNumber((float) score);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// That of a model's directory; empty if it has none.
    ///
    /// @throws CheckpointException if the file holds something else
    public static Optional<Reference> read(Path directory) throws IOException {
        Path path = directory.resolve(NAME);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        JsonObject file = JsonObject.read(path, MAX_BYTES);
        if (file.requiredInteger("format") != FORMAT) {
            throw file.problem("format", "%d; this version reads %d".formatted(file.requiredInteger("format"), FORMAT));
        }
        var sample = new ArrayList<Observation>();
        for (JsonObject one : file.objects("sample")) {
            sample.add(observation(one));
        }
        int labels = sample.isEmpty() ? 0 : sample.getFirst().scores().size();
        if (sample.size() > MOST || sample.stream().anyMatch(one -> one.scores().size() != labels)) {
            throw file.problem("sample", "%d at most, all with as many scores".formatted(MOST));
        }
        return Optional.of(new Reference(file.text("split").orElse(""), file.requiredInteger("items"), file.requiredInteger("maxLength"), sample));
    }

    private static Observation observation(JsonObject one) throws CheckpointException {
        var scores = new ArrayList<Double>();
        if (!(one.values().get("scores") instanceof List<?> numbers)) {
            throw one.problem("scores", "not an array");
        }
        for (Object number : numbers) {
            if (!(number instanceof Number score)) {
                throw one.problem("scores", "an array of numbers is needed");
            }
            scores.add(score.doubleValue());
        }
        return new Observation(one.requiredInteger("tokens"), one.real("unknown").orElse(0.0),
                one.text("label").orElseThrow(() -> one.problem("label", "absent")), one.real("score").orElse(0.0), scores);
    }
}
