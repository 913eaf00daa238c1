package dev.lathe.checks.python;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lathe.bert.predict.Aggregation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the Python libraries make of a directory: `answers.json`, as `answers.py` writes it.
///
/// @param head which of their classes computed
/// @param longest tokens to which texts were cut
/// @param inputs what was given, and the result of each
/// @param labels names of the classes; absent where there are none
/// @param convert what the directory's model must be imported from first; absent where it is ready
/// @param refusal for a model that has no answer of ours: what we say instead
/// @param vectors of sentence-transformers
/// @param guesses of the pipeline that fills masks
/// @param entities of the pipeline that finds them, for each way of joining pieces
record TheirAnswers(
        String head, int longest, List<Input> inputs, @Nullable List<String> labels, @Nullable String convert,
        @Nullable String refusal, @Nullable List<Vector> vectors, @Nullable List<Masks> guesses,
        @Nullable List<Entities> entities) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    /// A text, or a pair of texts, or ids alone.
    record Input(
            @Nullable String text, @Nullable String pair, int[] ids, int[] types, int @Nullable [][] offsets,
            float @Nullable [] hidden, float @Nullable [] logits, float @Nullable [] relationship) {}

    /// The embedding of a text.
    record Vector(String text, float[] values) {}

    /// The most probable tokens of each mask in a text.
    record Masks(String text, List<List<Guess>> masks) {}

    /// A token for a mask.
    record Guess(int id, double probability) {}

    /// The entities of a text.
    record Entities(String text, Aggregation aggregation, List<Found> found) {}

    /// An entity, in UTF-16 units.
    record Found(String type, int start, int end, double score) {}

    static TheirAnswers read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), TheirAnswers.class);
    }
}
