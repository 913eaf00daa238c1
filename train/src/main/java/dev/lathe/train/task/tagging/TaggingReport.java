package dev.lathe.train.task.tagging;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.ClassificationReport;
import dev.lathe.train.evaluate.EntityReport;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;

/// How well a tagger does, by entities and by tokens.
///
/// @param entities of entities
/// @param tokens of tokens, a class a tag
public record TaggingReport(EntityReport entities, ClassificationReport tokens) implements Report {

    /// The table of entities, then that of tokens.
    @Override
    public String toText() {
        return entities.toText() + "\n" + tokens.toText();
    }

    /// Writes the fields of the entities' report, and `tokens`, an object with those of the tokens'.
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        entities.writeFields(json);
        json.writeObjectFieldStart("tokens");
        tokens.writeFields(json);
        json.writeEndObject();
    }
}
