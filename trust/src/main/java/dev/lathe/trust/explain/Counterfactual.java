package dev.lathe.trust.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.trust.explain.method.Word;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// An edit of a text by which a classifier says something else.
///
/// @param text edited
/// @param before the label that the model gives the text as it was
/// @param beforeScore its probability there
/// @param after the label that it gives now
/// @param afterScore its probability now
/// @param edits one for each word that is another or gone, in the order in which they were found
public record Counterfactual(String text, String before, double beforeScore, String after, double afterScore, List<Edit> edits) {
    /// A word and what stands in its place.
    ///
    /// @param to empty where the word is left out
    public record Edit(Word word, String to) {}

    public Counterfactual {
        edits = List.copyOf(edits);
    }

    /// One sentence: `negative (0.93) becomes positive (0.81) with 'cold' as 'warm': The soup was warm.`
    public String sentence() {
        String changes = String.join(", ", edits.stream().map(edit -> edit.to.isEmpty()
                ? "without '%s'".formatted(edit.word.text()) : "with '%s' as '%s'".formatted(edit.word.text(), edit.to)).toList());
        return String.format(Locale.ROOT, "%s (%.2f) becomes %s (%.2f) %s: %s", before, beforeScore, after, afterScore, changes, text);
    }

    /// `{"before","before_score","after","after_score","edits":[{"start","end","from","to"}],"text"}`.
    ///
    /// @param includeText whether words and text are written, or only their places
    public void writeFields(boolean includeText, JsonGenerator json) throws IOException {
        json.writeStringField("before", before);
        json.writeNumberField("before_score", (float) beforeScore);
        json.writeStringField("after", after);
        json.writeNumberField("after_score", (float) afterScore);
        json.writeArrayFieldStart("edits");
        for (Edit edit : edits) {
            json.writeStartObject();
            json.writeNumberField("start", edit.word.start());
            json.writeNumberField("end", edit.word.end());
            if (includeText) {
                json.writeStringField("from", edit.word.text());
                json.writeStringField("to", edit.to);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (includeText) {
            json.writeStringField("text", text);
        }
    }
}
