package dev.lathe.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `tokenizer.json`, the file in which Hugging Face's fast tokenizers keep all they know.
///
/// Of its many forms BERT's is read: `BertNormalizer`, `BertPreTokenizer`, `WordPiece` and a template of
/// `[CLS] A [SEP] B [SEP]`. Another form is refused by name. Padding is passed over.
///
/// @param vocabulary  the model's tokens, and behind them the added ones
/// @param options     how text is normalised
/// @param addedTokens what is recognised in the text as it stands
/// @param truncation  what the file asks for
/// @param decoding    how ids become text
record TokenizerJson(
        Vocabulary vocabulary,
        TokenizerOptions options,
        List<AddedToken> addedTokens,
        Optional<Truncation> truncation,
        DecodingForm decoding) {
    static final String NAME = "tokenizer.json";

    private static final int MAX_ID = 1 << 21;

    /// @param names what the padding and mask tokens are called, which the file does not say
    static TokenizerJson read(Path file, SpecialTokens names) throws IOException {
        var tokens = new ArrayList<String>();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        JsonSection.open(file, parser -> {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken start = parser.nextToken();
                switch (name) {
                    case "version", "padding" -> parser.skipChildren();
                    case "model" -> fields.put(name, start == JsonToken.START_OBJECT
                            ? model(parser, file, tokens) : JsonSection.value(parser));
                    default -> fields.put(name, JsonSection.value(parser));
                }
            }
            return fields;
        });
        return assemble(file, JsonSection.of(file.toString(), fields), tokens, names);
    }

    /// The model's fields, with its vocabulary streamed into `tokens` instead.
    private static Map<String, @Nullable Object> model(JsonParser parser, Path file, List<String> tokens)
            throws IOException {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("vocab")) {
                tokens.addAll(vocabulary(parser, file));
            } else {
                fields.put(name, JsonSection.value(parser));
            }
        }
        return fields;
    }

    private static List<String> vocabulary(JsonParser parser, Path file) throws IOException {
        var byId = new ArrayList<@Nullable String>();
        int count = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String token = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                throw problem(file, "model.vocab: the id of '%s' is not an integer".formatted(token));
            }
            long id = parser.getLongValue();
            if (id < 0 || id >= MAX_ID) {
                throw problem(file, "model.vocab: '%s' has id %d: not in 0..%d".formatted(token, id, MAX_ID - 1));
            }
            if (id >= byId.size()) {
                byId.addAll(Collections.nCopies((int) id + 1 - byId.size(), null));
            }
            String before = byId.set((int) id, token);
            if (before != null) {
                throw problem(file, "model.vocab: '%s' and '%s' both have id %d".formatted(before, token, id));
            }
            count++;
        }
        if (count < byId.size()) {
            throw problem(file, "model.vocab: no token has id %d, but ids go up to %d"
                    .formatted(byId.indexOf(null), byId.size() - 1));
        }
        var tokens = new ArrayList<String>(count);
        for (String token : byId) {
            if (token != null) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    private static TokenizerJson assemble(Path file, JsonSection root, List<String> tokens, SpecialTokens names) {
        JsonSection model = section(root, "model", List.of("WordPiece"));
        if (tokens.isEmpty()) {
            throw model.problem("no 'vocab', or an empty one");
        }
        int modelSize = tokens.size();
        List<AddedToken> added = addedTokens(file, root, tokens);
        var template = TemplateSection.read(
                section(root, "post_processor", List.of("TemplateProcessing", "BertProcessing")));
        section(root, "pre_tokenizer", List.of("BertPreTokenizer"));
        var special = new SpecialTokens(
                model.string("unk_token", names.unk()), template.sep(), names.pad(), template.cls(), names.mask());
        TokenizerOptions options = options(section(root, "normalizer", List.of("BertNormalizer")), model, special);
        return new TokenizerJson(vocabulary(file, tokens, modelSize), options, added,
                root.findSection("truncation").map(TruncationSection::read), decoding(root));
    }

    private static Vocabulary vocabulary(Path file, List<String> tokens, int modelSize) {
        try {
            return Vocabulary.of(tokens, modelSize, (token, first, second) ->
                    problem(file, "model.vocab: '%s' has the ids %d and %d".formatted(token, first, second)));
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(file + ": model.vocab: " + e.getMessage(), e);
        }
    }

    private static DecodingForm decoding(JsonSection root) {
        if (!root.has("decoder")) {
            return DecodingForm.SPACED;
        }
        JsonSection decoder = section(root, "decoder", List.of("WordPiece"));
        checkPrefix(decoder, "prefix");
        return decoder.bool("cleanup", true) ? DecodingForm.CLEANED_UP : DecodingForm.JOINED;
    }

    private static void checkPrefix(JsonSection section, String name) {
        String prefix = section.string(name, Vocabulary.CONTINUATION);
        if (!prefix.equals(Vocabulary.CONTINUATION)) {
            throw section.problem("%s '%s': only '%s' is supported".formatted(name, prefix, Vocabulary.CONTINUATION));
        }
    }

    void write(Path file) throws IOException {
        TokenizerJsonWriter.write(file, this);
    }

    private static TokenizerOptions options(JsonSection normalizer, JsonSection model, SpecialTokens special) {
        checkPrefix(model, "continuing_subword_prefix");
        boolean lowercase = normalizer.bool("lowercase", true);
        try {
            return new TokenizerOptions(
                    lowercase,
                    normalizer.bool("strip_accents", lowercase),
                    normalizer.bool("clean_text", true),
                    normalizer.bool("handle_chinese_chars", true),
                    model.integer("max_input_chars_per_word", TokenizerOptions.DEFAULT_MAX_INPUT_CHARS_PER_WORD),
                    special);
        } catch (IllegalArgumentException e) {
            throw model.problem(e.getMessage());
        }
    }

    /// The added tokens; those behind the model's vocabulary go to the end of `tokens`.
    private static List<AddedToken> addedTokens(Path file, JsonSection root, List<String> tokens) {
        var added = new ArrayList<AddedToken>();
        for (JsonSection section : root.sections("added_tokens")) {
            var token = AddedToken.read(section.integer("id"), section);
            token.placeIn(tokens, file.toString());
            added.add(token);
        }
        return added;
    }

    private static JsonSection section(JsonSection root, String name, List<String> supported) {
        JsonSection section = root.section(name);
        String type = section.string("type");
        if (!supported.contains(type)) {
            throw root.problem("%s '%s': only %s is supported".formatted(name, type, String.join(" or ", supported)));
        }
        return section;
    }

    private static TokenizerException problem(Path file, String what) {
        return new TokenizerException(file + ": " + what);
    }
}
