package dev.lathe.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `tokenizer_config.json` (and its companion `special_tokens_map.json`): the switches that a
/// `vocab.txt` needs to become a tokenizer.
///
/// @param options     how text is normalised
/// @param addedTokens `added_tokens_decoder`, in the order of their ids; may be empty
record TokenizerConfig(TokenizerOptions options, List<AddedToken> addedTokens) {
    static final String NAME = "tokenizer_config.json";
    static final String SPECIAL_TOKENS_NAME = "special_tokens_map.json";

    /// What Hugging Face's class does without the file.
    static final TokenizerConfig DEFAULT = new TokenizerConfig(TokenizerOptions.uncased(), List.of());

    /// Tokens that most models read.
    static final int USUAL_LENGTH = 512;

    static TokenizerConfig read(Path file) throws IOException {
        JsonSection config = JsonSection.read(file);
        if (!config.bool("do_basic_tokenize", true)) {
            throw config.problem("'do_basic_tokenize' false is not supported");
        }
        boolean lowercase = config.bool("do_lower_case", true);
        try {
            var options = new TokenizerOptions(
                    lowercase,
                    config.bool("strip_accents", lowercase),
                    config.bool("clean_text", true),
                    config.bool("tokenize_chinese_chars", true),
                    config.integer("max_input_chars_per_word", TokenizerOptions.DEFAULT_MAX_INPUT_CHARS_PER_WORD),
                    specialTokens(config));
            return new TokenizerConfig(options, addedTokens(config));
        } catch (IllegalArgumentException e) {
            throw config.problem(e.getMessage());
        }
    }

    private static SpecialTokens specialTokens(JsonSection config) {
        return new SpecialTokens(
                name(config, "unk_token", SpecialTokens.BERT.unk()),
                name(config, "sep_token", SpecialTokens.BERT.sep()),
                name(config, "pad_token", SpecialTokens.BERT.pad()),
                name(config, "cls_token", SpecialTokens.BERT.cls()),
                name(config, "mask_token", SpecialTokens.BERT.mask()));
    }

    /// A name is a string or an object with the string as its `content`.
    private static String name(JsonSection config, String key, String absent) {
        if (config.isObject(key)) {
            return config.section(key).string("content");
        }
        return config.string(key, absent);
    }

    private static List<AddedToken> addedTokens(JsonSection config) {
        var added = new ArrayList<AddedToken>();
        config.findSection("added_tokens_decoder").ifPresent(decoder -> {
            for (String id : decoder.names()) {
                added.add(AddedToken.read(id(decoder, id), decoder.section(id)));
            }
        });
        added.sort(Comparator.comparingInt(AddedToken::id));
        return added;
    }

    private static int id(JsonSection decoder, String id) {
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            throw decoder.problem("'%s' is not an id".formatted(id));
        }
    }

    /// @param maxLength how many tokens the model reads
    void write(Path directory, int maxLength) throws IOException {
        JsonFile.write(directory.resolve(NAME), json -> {
            json.writeStringField("tokenizer_class", "BertTokenizer");
            json.writeNumberField("model_max_length", maxLength);
            json.writeBooleanField("do_lower_case", options.lowercase());
            json.writeBooleanField("strip_accents", options.stripAccents());
            json.writeBooleanField("tokenize_chinese_chars", options.tokenizeChineseChars());
            writeBeyondHuggingFace(json);
            writeSpecialTokens(json);
            writeAddedTokens(json);
        });
        JsonFile.write(directory.resolve(SPECIAL_TOKENS_NAME), this::writeSpecialTokens);
    }

    /// The two switches that the other side has no key for, where they are not what it assumes.
    private void writeBeyondHuggingFace(JsonGenerator json) throws IOException {
        if (!options.cleanText()) {
            json.writeBooleanField("clean_text", false);
        }
        if (options.maxInputCharsPerWord() != TokenizerOptions.DEFAULT_MAX_INPUT_CHARS_PER_WORD) {
            json.writeNumberField("max_input_chars_per_word", options.maxInputCharsPerWord());
        }
    }

    private void writeSpecialTokens(JsonGenerator json) throws IOException {
        SpecialTokens special = options.specialTokens();
        json.writeStringField("unk_token", special.unk());
        json.writeStringField("sep_token", special.sep());
        json.writeStringField("pad_token", special.pad());
        json.writeStringField("cls_token", special.cls());
        json.writeStringField("mask_token", special.mask());
    }

    private void writeAddedTokens(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("added_tokens_decoder");
        for (AddedToken token : addedTokens) {
            JsonFile.object(json, Integer.toString(token.id()), token::write);
        }
        json.writeEndObject();
    }
}
