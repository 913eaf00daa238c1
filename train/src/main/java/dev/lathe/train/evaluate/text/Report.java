package dev.lathe.train.evaluate.text;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// The scores of an evaluation, for people and for programs.
public interface Report {
    /// What people read.
    ///
    /// @return lines that end in `\n`
    String toText();

    /// What people read who look for what went wrong, below [#toText()]: nothing, or lines that end in `\n`.
    default String confusions() {
        return "";
    }

    /// Writes fields into an open JSON object.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    void writeFields(JsonGenerator json) throws IOException;
}
