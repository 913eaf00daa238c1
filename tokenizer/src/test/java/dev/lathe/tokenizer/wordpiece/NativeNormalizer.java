package dev.lathe.tokenizer.wordpiece;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The reference library's normaliser and word splitter, made visible.
///
/// A byte-level model without merges turns normalised text into one token per UTF-8 byte, so the ids
/// of an encoding are the normalised text and its spans the alignment.
public final class NativeNormalizer implements AutoCloseable {
    public static final String NO_SPLIT = "null";
    public static final String BERT_SPLIT = "{\"type\":\"BertPreTokenizer\"}";

    private final HuggingFaceTokenizer tokenizer;

    /// One normalised character: where it came from in code points, and the word it fell into.
    public record Piece(int codePoint, int start, int end, int word) {}

    public NativeNormalizer(String normalizerJson, String preTokenizerJson) {
        var vocabulary = new StringBuilder();
        for (int b = 0; b < 256; b++) {
            vocabulary.append(b == 0 ? "" : ",").append("\"<0x%02X>\":%d".formatted(b, b));
        }
        String json = """
                {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],
                 "normalizer":%s,"pre_tokenizer":%s,"post_processor":null,"decoder":null,
                 "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
                  "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":true,"ignore_merges":false,
                  "vocab":{%s},"merges":[]}}""".formatted(normalizerJson, preTokenizerJson, vocabulary);
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                    new HashMap<>(Map.of("padding", "false", "truncation", "false")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String bert(boolean cleanText, boolean chinese, boolean stripAccents, boolean lowercase) {
        return """
                {"type":"BertNormalizer","clean_text":%b,"handle_chinese_chars":%b,
                 "strip_accents":%b,"lowercase":%b}"""
                .formatted(cleanText, chinese, stripAccents, lowercase);
    }

    public List<Piece> normalize(String text) {
        var encoding = tokenizer.encode(text, false, false);
        long[] ids = encoding.getIds();
        CharSpan[] spans = encoding.getCharTokenSpans();
        long[] words = encoding.getWordIds();
        byte[] bytes = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            bytes[i] = (byte) ids[i];
        }
        var pieces = new ArrayList<Piece>();
        int at = 0;
        for (int codePoint : new String(bytes, StandardCharsets.UTF_8).codePoints().toArray()) {
            pieces.add(new Piece(codePoint, spans[at].getStart(), spans[at].getEnd(), (int) words[at]));
            at += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        }
        return pieces;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
