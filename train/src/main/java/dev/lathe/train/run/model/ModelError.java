package dev.lathe.train.run.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.ExampleJson;
import dev.lathe.train.data.tags.EntityErrors;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// An example that a model got wrong.
///
/// @param row which of the data, from 1
/// @param example what it was, and what is right
/// @param predicted what the model makes of it: a `String`, a `Number` or a `List` of those
public record ModelError(int row, Example example, Object predicted) {
    /// Writes the fields of [ExampleJson] and `predicted`; of a sentence whose tags mark entities `missed` and `invented` too, lists of
    /// `type`, `first` and `last` token, from 0, and with texts `text`.
    ///
    /// @param withTexts whether to write the texts too
    public void writeFields(boolean withTexts, JsonGenerator json) throws IOException {
        ExampleJson.write(row, example, withTexts, json);
        ExampleJson.write("predicted", predicted, json);
        Optional<EntityErrors> entities = EntityErrors.of(example, predicted);
        if (entities.isPresent()) {
            write("missed", entities.get().missed(), withTexts, json);
            write("invented", entities.get().invented(), withTexts, json);
        }
    }

    private static void write(String name, List<EntityErrors.Place> places, boolean withTexts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (EntityErrors.Place place : places) {
            json.writeStartObject();
            json.writeStringField("type", place.type());
            json.writeNumberField("first", place.first());
            json.writeNumberField("last", place.last());
            if (withTexts) {
                json.writeStringField("text", place.text());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
