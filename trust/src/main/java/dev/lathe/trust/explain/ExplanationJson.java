package dev.lathe.trust.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.trust.explain.method.Attribution;
import dev.lathe.trust.explain.method.Embedded;
import dev.lathe.trust.explain.method.Word;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Explanations as JSON: the fields of one object each.
public final class ExplanationJson {
    private ExplanationJson() {}

    /// `{"said","said_score","label","score","subject","method","from","to","rest","words":[{"part","text","start","end","score"}]}`;
    /// of methods that see tables, each word has its score's part `word`, `position` and `type`.
    ///
    /// @param includeText whether the words themselves are written, or only their places
    public static void write(Explanation explanation, boolean includeText, JsonGenerator json) throws IOException {
        Attribution attribution = explanation.attribution();
        json.writeStringField("said", explanation.said());
        json.writeNumberField("said_score", (float) explanation.saidScore());
        json.writeStringField("label", explanation.label());
        json.writeNumberField("score", (float) explanation.score());
        if (includeText && !explanation.subject().isEmpty()) {
            json.writeStringField("subject", explanation.subject());
        }
        json.writeStringField("method", explanation.method().name());
        json.writeNumberField("from", (float) attribution.from());
        json.writeNumberField("to", (float) attribution.to());
        json.writeNumberField("rest", (float) attribution.rest());
        json.writeArrayFieldStart("words");
        for (int w = 0; w < explanation.words().size(); w++) {
            word(explanation.words().get(w), w, attribution, includeText, json);
        }
        json.writeEndArray();
    }

    private static void word(Word word, int number, Attribution attribution, boolean includeText, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("part", word.part());
        if (includeText) {
            json.writeStringField("text", word.text());
        }
        json.writeNumberField("start", word.start());
        json.writeNumberField("end", word.end());
        json.writeNumberField("score", attribution.words().get(number).floatValue());
        for (Embedded.Table table : Embedded.Table.values()) {
            Map<Embedded.Table, List<Double>> tables = attribution.tables();
            if (tables.containsKey(table)) {
                json.writeNumberField(table.name().toLowerCase(Locale.ROOT), tables.get(table).get(number).floatValue());
            }
        }
        json.writeEndObject();
    }
}
