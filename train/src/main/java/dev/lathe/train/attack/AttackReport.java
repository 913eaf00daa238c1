package dev.lathe.train.attack;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// How often a model is right before an attack and under it.
///
/// @param method as the option has it
/// @param budget words that may be changed of a text
/// @param texts all that were attacked, in the order of the data
public record AttackReport(String method, int budget, List<AttackedText> texts) implements Report {
    public AttackReport {
        texts = List.copyOf(texts);
    }

    /// Share of texts of which the model is right as they are.
    public double accuracyBefore() {
        return (double) texts.stream().filter(AttackedText::wasRight).count() / texts.size();
    }

    /// Share of texts of which it is right still.
    public double accuracyAfter() {
        return (double) texts.stream().filter(AttackedText::isRight).count() / texts.size();
    }

    /// Texts that the model was asked about, all attacks together.
    public long queries() {
        return texts.stream().mapToLong(AttackedText::queries).sum();
    }

    /// Those of which the model was right, and no longer is.
    public List<AttackedText> misled() {
        return texts.stream().filter(text -> text.wasRight() && !text.isRight()).toList();
    }

    @Override
    public String toText() {
        return String.format(Locale.ROOT, "accuracy before     %.4f\naccuracy attacked   %.4f\ntexts               %d, %d misled\n"
                        + "queries             %d, %.1f a text\n",
                accuracyBefore(), accuracyAfter(), texts.size(), misled().size(), queries(), (double) queries() / texts.size());
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        writeFields(false, json);
    }

    /// Writes the numbers, and `misled`, an object each.
    public void writeFields(boolean withTexts, JsonGenerator json) throws IOException {
        json.writeStringField("method", method);
        json.writeNumberField("budget", budget);
        json.writeNumberField("texts", texts.size());
        json.writeNumberField("accuracy_before", accuracyBefore());
        json.writeNumberField("accuracy_attacked", accuracyAfter());
        json.writeNumberField("queries", queries());
        json.writeArrayFieldStart("misled");
        for (AttackedText text : misled()) {
            json.writeStartObject();
            text.writeFields(withTexts, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
