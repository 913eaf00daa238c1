package dev.lathe.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// A token that is recognised in the text as it stands, before anything is normalised.
///
/// @param id      its id
/// @param content its text, compared exactly
/// @param special whether it has a meaning for the model rather than standing for text
record AddedToken(int id, String content, boolean special) {
    private static final List<String> UNSUPPORTED = List.of("normalized", "single_word", "lstrip", "rstrip");

    /// Reads one as both `tokenizer.json` and `tokenizer_config.json` write it.
    static AddedToken read(int id, JsonSection section) {
        String content = section.string("content");
        if (content.isEmpty()) {
            throw section.problem("'content' is empty");
        }
        for (String flag : UNSUPPORTED) {
            if (section.bool(flag, false)) {
                throw section.problem("added token '%s': '%s' is not supported".formatted(content, flag));
            }
        }
        return new AddedToken(id, content, section.bool("special", false));
    }

    /// The fields that both files have.
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("content", content);
        for (String flag : UNSUPPORTED) {
            json.writeBooleanField(flag, false);
        }
        json.writeBooleanField("special", special);
    }

    /// Takes its place among the tokens: one of them already, or the next free one.
    void placeIn(List<String> tokens, String source) {
        if (id == tokens.size()) {
            tokens.add(content);
        } else if (id < 0 || id > tokens.size()) {
            throw new TokenizerException("%s: added token '%s' has id %d: the next free one is %d"
                    .formatted(source, content, id, tokens.size()));
        } else if (!tokens.get(id).equals(content)) {
            throw new TokenizerException("%s: added token '%s' has id %d, which is '%s'"
                    .formatted(source, content, id, tokens.get(id)));
        }
    }
}
