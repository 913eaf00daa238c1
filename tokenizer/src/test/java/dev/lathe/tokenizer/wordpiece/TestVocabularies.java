package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes `tokenizer.json` files for tests: two that come with published models, and forms of our own.
final class TestVocabularies {
    static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    private static final String UNCASED = "/all-minilm-l6-v2-tokenizer.json";
    private static final String CHINESE = "/bge-small-zh-v1.5-tokenizer.json";

    private TestVocabularies() {}

    /// bert-base-uncased's vocabulary.
    static Path uncased(Path directory) throws IOException {
        return copy(UNCASED, directory.resolve("uncased.json"));
    }

    /// bert-base-chinese's vocabulary, which the file says is not to be lower-cased.
    static Path chinese(Path directory) throws IOException {
        return copy(CHINESE, directory.resolve("chinese.json"));
    }

    /// A cased vocabulary: the unused tokens of the uncased one replaced by capitalised words,
    /// capitals and letters with accents.
    static Path cased(Path directory) throws IOException {
        var tokens = new ArrayList<>(
                WordPieceTokenizer.fromTokenizerJson(uncased(directory)).vocabulary().tokens());
        var wanted = new ArrayList<String>();
        "AÀÁÂÄÅÆBCÇDEÈÉÊËFGHIÍÎÏİJKLMNÑOÓÔÖØPQRSŠTUÚÜVWXYZŽàáâäåæçèéêëíîïñóôöøßšúüžıΑΩШЯёй각한글のñ\u0301\u0308\u0323\u0307"
                .codePoints().mapToObj(Character::toString).distinct().forEach(letter -> {
                    wanted.add(letter);
                    wanted.add("##" + letter);
                });
        for (int id = 1996; id < 2400 && wanted.size() < 900; id++) {
            String word = tokens.get(id);
            if (word.length() > 1 && Character.isLetter(word.charAt(0))) {
                wanted.add(Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
        }
        var next = wanted.stream().filter(word -> !tokens.contains(word)).iterator();
        for (int id = 0; id < tokens.size() && next.hasNext(); id++) {
            if (tokens.get(id).startsWith("[unused")) {
                tokens.set(id, next.next());
            }
        }
        return write(directory.resolve("cased.json"), tokens, TokenizerOptions.cased());
    }

    /// Every character of the basic plane and every one that a mapping makes, alone and inside a word:
    /// the ids of an encoding then spell out the normalised text.
    static Path everyCharacter(Path directory, String name, TokenizerOptions options) throws IOException {
        var tokens = new ArrayList<>(SPECIAL);
        for (int codePoint = 1; codePoint < 0x20000; codePoint++) {
            if (!Character.isSurrogate((char) codePoint) || codePoint > Character.MAX_VALUE) {
                tokens.add(Character.toString(codePoint));
                tokens.add("##" + Character.toString(codePoint));
            }
        }
        return write(directory.resolve(name), tokens, options);
    }

    static Path write(Path file, List<String> tokens, TokenizerOptions options) throws IOException {
        var json = new StringBuilder("{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[");
        String comma = "";
        for (String token : SPECIAL) {
            json.append(comma).append("""
                    {"id":%d,"content":"%s","single_word":false,"lstrip":false,
                    "rstrip":false,"normalized":false,"special":true}"""
                    .formatted(tokens.indexOf(token), token));
            comma = ",";
        }
        json.append("""
                ],"normalizer":{"type":"BertNormalizer","clean_text":%b,"handle_chinese_chars":%b,
                "strip_accents":%b,"lowercase":%b},
                "pre_tokenizer":{"type":"BertPreTokenizer"},
                "post_processor":{"type":"TemplateProcessing",
                "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
                {"SpecialToken":{"id":"[SEP]","type_id":0}}],
                "pair":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
                {"SpecialToken":{"id":"[SEP]","type_id":0}},{"Sequence":{"id":"B","type_id":1}},
                {"SpecialToken":{"id":"[SEP]","type_id":1}}],
                "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[%d],"tokens":["[CLS]"]},
                "[SEP]":{"id":"[SEP]","ids":[%d],"tokens":["[SEP]"]}}},
                "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
                "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
                "max_input_chars_per_word":%d,"vocab":{"""
                .formatted(options.cleanText(), options.tokenizeChineseChars(), options.stripAccents(),
                        options.lowercase(), tokens.indexOf("[CLS]"), tokens.indexOf("[SEP]"),
                        options.maxInputCharsPerWord()));
        for (int id = 0; id < tokens.size(); id++) {
            json.append(id == 0 ? "" : ",");
            appendQuoted(json, tokens.get(id));
            json.append(':').append(id);
        }
        return Files.writeString(file, json.append("}}}"));
    }

    /// Puts added tokens behind those that [#write] wrote.
    static void add(Path file, List<AddedToken> added) throws IOException {
        var json = new StringBuilder();
        for (AddedToken token : added) {
            json.append(",{\"id\":").append(token.id()).append(",\"content\":");
            appendQuoted(json, token.content());
            json.append(",\"single_word\":%b,\"lstrip\":%b,\"rstrip\":%b,\"normalized\":%b,\"special\":%b}".formatted(
                    token.singleWord(), token.lstrip(), token.rstrip(), token.normalized(), token.special()));
        }
        replace(file, "],\"normalizer\"", json + "],\"normalizer\"");
    }

    /// Replaces a part of a file that must be there.
    static void replace(Path file, String part, String by) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(part)) {
            throw new IllegalArgumentException("%s: no %s".formatted(file, part));
        }
        Files.writeString(file, text.replace(part, by));
    }

    private static void appendQuoted(StringBuilder json, String token) {
        json.append('"');
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static Path copy(String resource, Path file) throws IOException {
        try (InputStream in = TestVocabularies.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new UncheckedIOException(new FileNotFoundException(resource));
            }
            Files.write(file, in.readAllBytes());
            return file;
        }
    }
}
