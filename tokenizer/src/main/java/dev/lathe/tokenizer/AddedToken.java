package dev.lathe.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// A token that is recognised in the text as a whole, before words are cut.
///
/// @param id         its id, or [#NO_ID] where a file names the token only
/// @param content    its text
/// @param special    whether it has a meaning for the model rather than standing for text
/// @param normalized whether it is looked for in the normalised text, itself normalised; else in the text as it stands
/// @param singleWord whether it counts only where neither neighbour is part of a word
/// @param lstrip     whether the spaces before it belong to it
/// @param rstrip     whether the spaces behind it belong to it
record AddedToken(
        int id, String content, boolean special, boolean normalized, boolean singleWord, boolean lstrip, boolean rstrip) {
    static final int NO_ID = -1;

    /// A token with a meaning of its own, looked for as it stands.
    static AddedToken special(int id, String content) {
        return new AddedToken(id, content, true, false, false, false, false);
    }

    /// Reads one as every file writes it; where a field is absent, as Hugging Face's class has it.
    static AddedToken read(int id, JsonSection section, boolean specialWhenAbsent) {
        boolean special = section.bool("special", specialWhenAbsent);
        return new AddedToken(id, section.string("content"), special, section.bool("normalized", !special),
                section.bool("single_word", false), section.bool("lstrip", false), section.bool("rstrip", false));
    }

    AddedToken withId(int value) {
        return new AddedToken(value, content, special, normalized, singleWord, lstrip, rstrip);
    }

    /// The same as a special one, looked for as before.
    AddedToken asSpecial() {
        return new AddedToken(id, content, true, normalized, singleWord, lstrip, rstrip);
    }

    /// The fields that all files have.
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("content", content);
        json.writeBooleanField("normalized", normalized);
        json.writeBooleanField("single_word", singleWord);
        json.writeBooleanField("lstrip", lstrip);
        json.writeBooleanField("rstrip", rstrip);
        json.writeBooleanField("special", special);
    }
}
