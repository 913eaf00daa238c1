package dev.lathe.train.run.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.ExampleJson;
import java.io.IOException;

/// An example that a model got wrong.
///
/// @param row which of the data, from 1
/// @param example what it was, and what is right
/// @param predicted what the model makes of it: a `String`, a `Number` or a `List` of those
public record ModelError(int row, Example example, Object predicted) {
    /// Writes the fields of [ExampleJson] and `predicted`.
    ///
    /// @param withTexts whether to write the texts too
    public void writeFields(boolean withTexts, JsonGenerator json) throws IOException {
        ExampleJson.write(row, example, withTexts, json);
        ExampleJson.write("predicted", predicted, json);
    }
}
