package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.TokenizerInput.Text;
import dev.lathe.tokenizer.TokenizerInput.TextPair;
import dev.lathe.tokenizer.TokenizerInput.Words;
import dev.lathe.tokenizer.TokenizerInput.WordsPair;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.wordpiece.NativeTokenizer.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The native tokenizer beside ours, from one `tokenizer.json`; every comparison covers all columns.
final class ReferenceTokenizer implements AutoCloseable {
    private final Path json;
    private final WordPieceTokenizer ours;
    /// Added tokens that the reference spells as they stand in the text.
    private final Set<Integer> respelt;
    private final Map<Truncation, NativeTokenizer> natives = new HashMap<>();

    ReferenceTokenizer(Path json) throws IOException {
        this(json, WordPieceTokenizer.fromTokenizerJson(json));
    }

    /// @param ours a tokenizer that is to behave as the file says
    ReferenceTokenizer(Path json, WordPieceTokenizer ours) throws IOException {
        this.json = json;
        this.ours = ours;
        respelt = TokenizerJson.read(json).alone().addedTokens().stream()
                .filter(token -> token.normalized() || token.lstrip() || token.rstrip())
                .map(AddedToken::id).collect(Collectors.toSet());
        reference(Truncation.NONE);
    }

    WordPieceTokenizer ours() {
        return ours;
    }

    NativeTokenizer reference(Truncation truncation) throws IOException {
        NativeTokenizer known = natives.get(truncation);
        if (known == null) {
            known = new NativeTokenizer(json, truncation);
            natives.put(truncation, known);
        }
        return known;
    }

    void assertSame(String text) {
        assertSame(natives.get(Truncation.NONE).windows(new Text(text)), List.of(ours.encode(text)), new Text(text));
    }

    void assertSame(String text, String pair) throws IOException {
        assertSame(new TextPair(text, pair), Truncation.NONE);
    }

    void assertSame(TokenizerInput input, int maxLength) throws IOException {
        assertSame(input, Truncation.to(maxLength));
    }

    /// Compares all windows, and that the first is what is given without the others.
    void assertSame(TokenizerInput input, Truncation truncation) throws IOException {
        List<Encoding> windows = ours.windows(input, truncation);
        assertSame(reference(truncation).windows(input), windows, input);
        assertArrayEquals(windows.getFirst().ids(), ours.encode(input, truncation).ids());
    }

    private void assertSame(List<Window> expected, List<Encoding> actual, TokenizerInput input) {
        assertEquals(expected.size(), actual.size(), () -> "windows of " + escaped(input));
        for (int i = 0; i < actual.size(); i++) {
            assertSame(expected.get(i), actual.get(i), input);
        }
    }

    private void assertSame(Window expected, Encoding actual, TokenizerInput input) {
        assertArrayEquals(expected.ids(), actual.ids(), () -> "ids of " + escaped(input));
        for (int i = 0; i < actual.size(); i++) {
            if (!respelt.contains(actual.id(i))) {
                assertEquals(expected.tokens().get(i), actual.token(i), () -> "tokens of " + escaped(input));
            }
        }
        assertArrayEquals(expected.typeIds(), actual.typeIds(), () -> "type ids of " + escaped(input));
        assertArrayEquals(expected.wordIds(), actual.wordIds(), () -> "word ids of " + escaped(input));
        assertArrayEquals(expected.sequenceIds(), actual.sequenceIds(), () -> "sequence ids of " + escaped(input));
        assertArrayEquals(expected.special(), actual.specialTokensMask(), () -> "special mask of " + escaped(input));
        CharSpan[] spans = expected.spans();
        for (int i = 0; i < spans.length; i++) {
            String source = source(input, actual, i);
            int start = spans[i] == null ? 0 : source.offsetByCodePoints(0, spans[i].getStart());
            int end = spans[i] == null ? 0 : source.offsetByCodePoints(0, spans[i].getEnd());
            int at = i;
            assertEquals((long) start << Integer.SIZE | end, (long) actual.start(i) << Integer.SIZE | actual.end(i),
                    () -> "span %d-%d, not %d-%d, of token %d of %s %s".formatted(actual.start(at), actual.end(at),
                            start, end, at, escaped(input), actual.tokens()));
        }
    }

    private static String source(TokenizerInput input, Encoding encoding, int index) {
        int word = Math.max(0, encoding.wordId(index));
        boolean first = encoding.typeId(index) == 0;
        return switch (input) {
            case Text(String text) -> text;
            case TextPair pair -> first ? pair.first() : pair.second();
            case Words(List<String> words) -> words.isEmpty() ? "" : words.get(word);
            case WordsPair pair -> (first ? pair.first() : pair.second()).get(word);
        };
    }

    /// What is not printable ASCII as `<U+XXXX>`.
    private static String escaped(TokenizerInput input) {
        var out = new StringBuilder();
        input.toString().codePoints()
                .mapToObj(c -> c >= ' ' && c < 0x7F ? Character.toString(c) : "<U+%04X>".formatted(c))
                .forEach(out::append);
        return out.toString();
    }

    @Override
    public void close() {
        natives.values().forEach(NativeTokenizer::close);
    }
}
