package dev.lathe.tokenizer.wordpiece;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.json.JsonReader;
import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Excerpt;
import dev.lathe.tokenizer.SpecialTokenTemplate.Piece;
import dev.lathe.tokenizer.SpecialTokenTemplate.Special;
import dev.lathe.tokenizer.SpecialTokenTemplate;
import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.TokenizerException;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.file.AddedTokenSection;
import dev.lathe.tokenizer.file.JsonSection;
import dev.lathe.tokenizer.file.TemplateSection;
import dev.lathe.tokenizer.file.TruncationSection;
import dev.lathe.tokenizer.file.VocabularyExtension;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `tokenizer.json`, the file in which Hugging Face's fast tokenizers keep all they know.
///
/// Of its many forms BERT's is read: `BertNormalizer`, `BertPreTokenizer`, `WordPiece` and a template of
/// `[CLS] A [SEP] B [SEP]`. Another form is refused by name. A model without `type`, as older files have it, is
/// the one whose fields it has. Nothing is ever padded.
///
/// @param parts   what it says; the added tokens are not in the vocabulary yet
/// @param padding the key and name of the token that the section `padding` pads with, if there is one
record TokenizerJson(TokenizerParts parts, Map<String, String> padding) {
    static final String NAME = "tokenizer.json";

    private static final int MAX_ID = 1 << 21;
    private static final String PAD = "pad_token";
    private static final List<String> WORD_PIECE_FIELDS =
            List.of("vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word");

    static TokenizerJson read(Path file) throws IOException {
        var tokens = new ArrayList<@Nullable String>();
        Map<String, @Nullable Object> fields = JsonSection.open(file, parser -> JsonReader.object(parser, (name, value) ->
                name.equals("model") && value.currentToken() == JsonToken.START_OBJECT
                        ? model(value, file, tokens) : JsonReader.value(value)));
        return assemble(file, JsonSection.of(file.toString(), fields), tokens);
    }

    /// The tokenizer of the file alone.
    ///
    /// @throws TokenizerException if an added token says another id than it gets
    TokenizerParts alone() {
        var extension = new VocabularyExtension(parts.source(), parts.vocabulary());
        parts.addedTokens().forEach(extension::add);
        return parts.with(extension);
    }

    /// The model's fields, with its vocabulary streamed into `tokens` instead.
    private static Map<String, @Nullable Object> model(
            JsonParser parser, Path file, List<@Nullable String> tokens) throws IOException {
        return JsonReader.object(parser, (name, value) -> {
            if (!name.equals("vocab") || value.currentToken() != JsonToken.START_OBJECT) {
                return JsonReader.value(value);
            }
            tokens.addAll(vocabulary(value, file));
            return Map.of();
        });
    }

    /// The tokens by their ids, and `null` where a smaller id than the largest is left out.
    private static List<@Nullable String> vocabulary(JsonParser parser, Path file) throws IOException {
        var byId = new ArrayList<@Nullable String>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String token = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                throw problem(file, "model.vocab: the id of '%s' is not an integer".formatted(Excerpt.of(token)));
            }
            long id = parser.getLongValue();
            if (id < 0 || id >= MAX_ID) {
                throw problem(file, "model.vocab: '%s' has id %d: not in 0..%d"
                        .formatted(Excerpt.of(token), id, MAX_ID - 1));
            }
            if (id >= byId.size()) {
                byId.addAll(Collections.nCopies((int) id + 1 - byId.size(), null));
            }
            String before = byId.set((int) id, token);
            if (before != null) {
                throw problem(file, "model.vocab: '%s' and '%s' both have id %d"
                        .formatted(Excerpt.of(before), Excerpt.of(token), id));
            }
        }
        return byId;
    }

    private static TokenizerJson assemble(Path file, JsonSection root, List<@Nullable String> tokens) {
        JsonSection model = model(root);
        if (tokens.isEmpty()) {
            throw model.problem("no 'vocab', or an empty one");
        }
        List<AddedToken> added = root.sections("added_tokens").stream()
                .map(section -> AddedTokenSection.read(section.integer("id"), section, false)).toList();
        SpecialTokens around = around(TemplateSection.read(
                section(root, "post_processor", List.of("TemplateProcessing", "BertProcessing"))));
        section(root, "pre_tokenizer", List.of("BertPreTokenizer"));
        Map<String, String> padding = padding(root);
        var names = SpecialTokens.BERT;
        var special = new SpecialTokens(model.string("unk_token", names.unk()), around.sep(),
                padding.getOrDefault(PAD, names.pad()), around.cls(), names.mask());
        TokenizerOptions options = options(section(root, "normalizer", List.of("BertNormalizer")), model, special);
        return new TokenizerJson(new TokenizerParts(file.toString(), vocabulary(file, tokens), options, added,
                root.findSection("truncation").map(TruncationSection::read), decoding(root)), padding);
    }

    private static JsonSection model(JsonSection root) {
        JsonSection model = root.section("model");
        if (model.has("type")) {
            return section(root, "model", List.of("WordPiece"));
        }
        if (model.has("merges") || !WORD_PIECE_FIELDS.stream().allMatch(model::has)) {
            throw model.problem("no 'type', and not the fields of WordPiece");
        }
        return model;
    }

    /// The names in a template, which must be BERT's.
    private static SpecialTokens around(TemplateSection section) {
        var names = SpecialTokens.BERT;
        List<Piece> single = section.single();
        String cls = !single.isEmpty() && single.getFirst() instanceof Special(String token, int _) ? token : "";
        String sep = !single.isEmpty() && single.getLast() instanceof Special(String token, int _) ? token : "";
        var bert = SpecialTokenTemplate.bert(cls, sep);
        check(section.section(), "single", single, bert.single());
        check(section.section(), "pair", section.pair(), bert.pair());
        return new SpecialTokens(names.unk(), sep, names.pad(), cls, names.mask());
    }

    private static void check(JsonSection section, String name, List<Piece> given, List<Piece> supported) {
        if (!given.equals(supported)) {
            throw section.problem("%s '%s': only BERT's form of [CLS] A [SEP] B [SEP] is supported"
                    .formatted(name, Excerpt.of(SpecialTokenTemplate.text(given))));
        }
    }

    private static Map<String, String> padding(JsonSection root) {
        return root.findSection("padding").filter(section -> section.has(PAD))
                .map(section -> Map.of(PAD, section.string(PAD))).orElse(Map.of());
    }

    private static Vocabulary vocabulary(Path file, List<@Nullable String> tokens) {
        try {
            return Vocabulary.of(tokens, (token, first, second) -> problem(file,
                    "model.vocab: '%s' has the ids %d and %d".formatted(Excerpt.of(token), first, second)));
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
        String prefix = section.string(name, PieceMatcher.CONTINUATION);
        if (!prefix.equals(PieceMatcher.CONTINUATION)) {
            throw section.problem("%s '%s': only '%s' is supported".formatted(name, Excerpt.of(prefix), PieceMatcher.CONTINUATION));
        }
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

    private static JsonSection section(JsonSection root, String name, List<String> supported) {
        JsonSection section = root.section(name);
        String type = section.string("type");
        if (!supported.contains(type)) {
            throw root.problem("%s '%s': only %s is supported".formatted(name, Excerpt.of(type), String.join(" or ", supported)));
        }
        return section;
    }

    private static TokenizerException problem(Path file, String what) {
        return new TokenizerException(file + ": " + what);
    }
}
