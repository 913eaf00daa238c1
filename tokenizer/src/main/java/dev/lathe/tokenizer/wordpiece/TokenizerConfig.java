package dev.lathe.tokenizer.wordpiece;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.file.AddedTokenSection;
import dev.lathe.tokenizer.file.JsonSection;
import dev.lathe.tokenizer.file.NamedFile;
import dev.lathe.tokenizer.file.TokenDeclarations;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// `tokenizer_config.json` and its companions: the switches that a `vocab.txt` needs to become a tokenizer, and what
/// is said of single tokens.
///
/// @param options how text is normalised
/// @param tokens  what is said of tokens
record TokenizerConfig(TokenizerOptions options, TokenDeclarations tokens) {
    static final String NAME = "tokenizer_config.json";

    /// Tokens that most models read.
    static final int USUAL_LENGTH = 512;

    private static final String EXTRA = "additional_special_tokens";

    static TokenizerConfig read(JsonSection config, TokenDeclarations tokens) {
        if (!config.bool("do_basic_tokenize", true)) {
            throw config.problem("'do_basic_tokenize' false is not supported");
        }
        if (config.bool("split_special_tokens", false)) {
            throw config.problem("'split_special_tokens' true is not supported");
        }
        boolean lowercase = config.bool("do_lower_case", true);
        try {
            var options = new TokenizerOptions(
                    lowercase,
                    config.bool("strip_accents", lowercase),
                    config.bool("clean_text", true),
                    config.bool("tokenize_chinese_chars", true),
                    config.integer("max_input_chars_per_word", TokenizerOptions.DEFAULT_MAX_INPUT_CHARS_PER_WORD),
                    specialTokens(tokens));
            return new TokenizerConfig(options, tokens);
        } catch (IllegalArgumentException e) {
            throw config.problem(e.getMessage());
        }
    }

    private static SpecialTokens specialTokens(TokenDeclarations tokens) {
        var names = SpecialTokens.BERT;
        return new SpecialTokens(
                tokens.name("unk_token", names.unk()),
                tokens.name("sep_token", names.sep()),
                tokens.name("pad_token", names.pad()),
                tokens.name("cls_token", names.cls()),
                tokens.name("mask_token", names.mask()));
    }

    /// As Hugging Face's `BertTokenizer` has them: it knows no key for the other two.
    TokenizerOptions optionsOfBert() {
        return options.withCleanText(true)
                .withMaxInputCharsPerWord(TokenizerOptions.DEFAULT_MAX_INPUT_CHARS_PER_WORD);
    }

    /// @param maxLength how many tokens the model reads
    static void write(Path directory, TokenizerParts tokenizer, int maxLength) throws IOException {
        TokenizerOptions options = tokenizer.options();
        NamedFile.write(directory.resolve(NAME), JsonWriter.object(JsonLayout.SPACED_FIELDS, json -> {
            json.writeStringField("tokenizer_class", isBert(tokenizer) ? "BertTokenizer" : "PreTrainedTokenizerFast");
            json.writeNumberField("model_max_length", maxLength);
            json.writeBooleanField("do_lower_case", options.lowercase());
            json.writeBooleanField("strip_accents", options.stripAccents());
            json.writeBooleanField("tokenize_chinese_chars", options.tokenizeChineseChars());
            writeBeyondHuggingFace(json, options);
            writeSpecialTokens(json, tokenizer);
            json.writeObjectFieldStart("added_tokens_decoder");
            for (AddedToken token : tokenizer.addedTokens()) {
                JsonWriter.object(json, Integer.toString(token.id()), at -> AddedTokenSection.write(token, at));
            }
            json.writeEndObject();
        }));
        NamedFile.write(directory.resolve(TokenDeclarations.SPECIAL_TOKENS_NAME), JsonWriter.object(
                JsonLayout.SPACED_FIELDS, json -> writeSpecialTokens(json, tokenizer)));
    }

    /// Whether Hugging Face's class of that name can do what the tokenizer does.
    private static boolean isBert(TokenizerParts tokenizer) {
        TokenizerOptions options = tokenizer.options();
        SpecialTokens names = options.specialTokens();
        Set<String> added = contents(tokenizer);
        return options.cleanText() && tokenizer.decoding() == DecodingForm.CLEANED_UP
                && options.maxInputCharsPerWord() == TokenizerOptions.DEFAULT_MAX_INPUT_CHARS_PER_WORD
                && added.contains(names.unk()) && added.contains(names.cls()) && added.contains(names.sep());
    }

    private static Set<String> contents(TokenizerParts tokenizer) {
        return tokenizer.addedTokens().stream().map(AddedToken::content).collect(Collectors.toSet());
    }

    /// The two switches that the other side has no key for, where they are not what it assumes.
    private static void writeBeyondHuggingFace(JsonGenerator json, TokenizerOptions options) throws IOException {
        if (!options.cleanText()) {
            json.writeBooleanField("clean_text", false);
        }
        if (options.maxInputCharsPerWord() != TokenizerOptions.DEFAULT_MAX_INPUT_CHARS_PER_WORD) {
            json.writeNumberField("max_input_chars_per_word", options.maxInputCharsPerWord());
        }
    }

    /// The name of a token that is not found in texts is written as `null`: the other side would add the token.
    private static void writeSpecialTokens(JsonGenerator json, TokenizerParts tokenizer) throws IOException {
        Map<String, String> names = tokenizer.options().specialTokens().byKey();
        Set<String> added = contents(tokenizer);
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (added.contains(name.getValue())) {
                json.writeStringField(name.getKey(), name.getValue());
            } else {
                json.writeNullField(name.getKey());
            }
        }
        List<String> extra = tokenizer.addedTokens().stream().filter(AddedToken::special).map(AddedToken::content)
                .filter(content -> !names.containsValue(content)).toList();
        if (!extra.isEmpty()) {
            json.writeArrayFieldStart(EXTRA);
            for (String content : extra) {
                json.writeString(content);
            }
            json.writeEndArray();
        }
    }
}
