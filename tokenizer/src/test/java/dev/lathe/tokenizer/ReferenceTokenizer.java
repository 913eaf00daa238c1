package dev.lathe.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The native tokenizer beside ours, from one `tokenizer.json`; every comparison covers all columns.
final class ReferenceTokenizer implements AutoCloseable {
    private final Path json;
    private final WordPieceTokenizer ours;
    private final HuggingFaceTokenizer unlimited;
    private final Map<Integer, HuggingFaceTokenizer> limited = new HashMap<>();

    ReferenceTokenizer(Path json) throws IOException {
        this.json = json;
        ours = WordPieceTokenizer.fromTokenizerJson(json);
        unlimited = reference(json, OptionalInt.empty());
    }

    private static HuggingFaceTokenizer reference(Path json, OptionalInt maxLength) throws IOException {
        var options = new HashMap<>(Map.of("padding", "false", "truncation", "false"));
        maxLength.ifPresent(length -> {
            options.put("truncation", "LONGEST_FIRST");
            options.put("maxLength", Integer.toString(length));
        });
        return HuggingFaceTokenizer.newInstance(json, options);
    }

    WordPieceTokenizer ours() {
        return ours;
    }

    void assertSame(String text) {
        assertSame(text, unlimited.encode(text, true, false), ours.encode(text), text, "");
    }

    void assertSame(String text, String pair) {
        assertSame(text + " || " + pair,
                unlimited.encode(text, pair, true, false), ours.encode(text, pair), text, pair);
    }

    void assertSame(String text, int maxLength) throws IOException {
        assertSame(text + " to " + maxLength,
                limited(maxLength).encode(text, true, false), ours.encode(text, maxLength), text, "");
    }

    void assertSame(String text, String pair, int maxLength) throws IOException {
        assertSame(text + " || " + pair + " to " + maxLength,
                limited(maxLength).encode(text, pair, true, false), ours.encode(text, pair, maxLength), text, pair);
    }

    private HuggingFaceTokenizer limited(int maxLength) throws IOException {
        HuggingFaceTokenizer known = limited.get(maxLength);
        if (known == null) {
            known = reference(json, OptionalInt.of(maxLength));
            limited.put(maxLength, known);
        }
        return known;
    }

    private static void assertSame(
            String described, ai.djl.huggingface.tokenizers.Encoding expected, Encoding actual,
            String text, String pair) {
        String where = escaped(described);
        assertEquals(List.of(expected.getTokens()), actual.tokens(), () -> "tokens of " + where);
        assertArrayEquals(ints(expected.getIds()), actual.ids(), () -> "ids of " + where);
        assertArrayEquals(ints(expected.getTypeIds()), actual.typeIds(), () -> "type ids of " + where);
        assertArrayEquals(ints(expected.getWordIds()), actual.wordIds(), () -> "word ids of " + where);
        assertArrayEquals(
                ints(expected.getSpecialTokenMask()), actual.specialTokensMask(), () -> "special mask of " + where);
        CharSpan[] spans = expected.getCharTokenSpans();
        for (int i = 0; i < spans.length; i++) {
            String source = actual.typeId(i) == 0 ? text : pair;
            int start = spans[i] == null ? 0 : source.offsetByCodePoints(0, spans[i].getStart());
            int end = spans[i] == null ? 0 : source.offsetByCodePoints(0, spans[i].getEnd());
            int at = i;
            assertEquals("[%d,%d)".formatted(start, end), "[%d,%d)".formatted(actual.start(i), actual.end(i)),
                    () -> "span of token " + at + " of " + where + " " + actual.tokens());
        }
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    /// What is not printable ASCII as `<U+XXXX>`.
    private static String escaped(String text) {
        var out = new StringBuilder("'");
        text.codePoints()
                .mapToObj(c -> c >= ' ' && c < 0x7F ? Character.toString(c) : "<U+%04X>".formatted(c))
                .forEach(out::append);
        return out.append('\'').toString();
    }

    @Override
    public void close() {
        unlimited.close();
        limited.values().forEach(HuggingFaceTokenizer::close);
    }
}
