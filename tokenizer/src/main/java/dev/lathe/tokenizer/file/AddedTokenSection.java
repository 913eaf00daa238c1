package dev.lathe.tokenizer.file;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.tokenizer.AddedToken;
import java.io.IOException;

/// An added token as every file writes it.
public final class AddedTokenSection {
    private AddedTokenSection() {}

    /// Where a field is absent, as Hugging Face's class has it.
    public static AddedToken read(int id, JsonSection section, boolean specialWhenAbsent) {
        boolean special = section.bool("special", specialWhenAbsent);
        return new AddedToken(id, section.string("content"), special, section.bool("normalized", !special),
                section.bool("single_word", false), section.bool("lstrip", false), section.bool("rstrip", false));
    }

    /// The fields that all files have.
    public static void write(AddedToken token, JsonGenerator json) throws IOException {
        json.writeStringField("content", token.content());
        json.writeBooleanField("normalized", token.normalized());
        json.writeBooleanField("single_word", token.singleWord());
        json.writeBooleanField("lstrip", token.lstrip());
        json.writeBooleanField("rstrip", token.rstrip());
        json.writeBooleanField("special", token.special());
    }
}
