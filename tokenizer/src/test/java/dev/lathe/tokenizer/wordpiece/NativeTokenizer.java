package dev.lathe.tokenizer.wordpiece;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.TokenizerInput.Text;
import dev.lathe.tokenizer.TokenizerInput.TextPair;
import dev.lathe.tokenizer.TokenizerInput.Words;
import dev.lathe.tokenizer.TokenizerInput.WordsPair;
import dev.lathe.tokenizer.Truncation;
import dev.lathe.tokenizer.TruncationSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The native library's tokenizer, asked without the Java wrapper's own settings for truncation, which
/// know no side: the section of the `tokenizer.json` decides.
public final class NativeTokenizer implements AutoCloseable {
    private static final TokenizersLibrary LIBRARY = library();
    private static final Pattern TRUNCATION = Pattern.compile("\"truncation\"\\s*:\\s*(null|\\{[^}]*})");

    private final long handle;

    /// What one window holds; the spans count code points.
    public record Window(
            List<String> tokens, int[] ids, int[] typeIds, int[] wordIds, int[] sequenceIds, int[] special,
            CharSpan[] spans) {}

    public NativeTokenizer(Path json, Truncation truncation) throws IOException {
        String text = TRUNCATION.matcher(Files.readString(json)).replaceFirst("\"truncation\":" + section(truncation));
        handle = LIBRARY.createTokenizerFromString(text);
        LIBRARY.disablePadding(handle);
    }

    private static TokenizersLibrary library() {
        LibUtils.checkStatus();
        return TokenizersLibrary.LIB;
    }

    static String section(Truncation truncation) {
        String strategy = switch (truncation.strategy()) {
            case LONGEST_FIRST -> "LongestFirst";
            case ONLY_FIRST -> "OnlyFirst";
            case ONLY_SECOND -> "OnlySecond";
            case DO_NOT_TRUNCATE -> "";
        };
        return strategy.isEmpty() ? "null" : """
                {"direction":"%s","max_length":%d,"strategy":"%s","stride":%d}"""
                .formatted(truncation.side() == TruncationSide.LEFT ? "Left" : "Right",
                        truncation.maxLength(), strategy, truncation.stride());
    }

    /// The encoding and its overflowing ones; not the ones below those, which are there a second time.
    ///
    /// @throws RuntimeException where the library refuses
    public List<Window> windows(TokenizerInput input) {
        long encoding = switch (input) {
            case Text(String text) -> LIBRARY.encode(handle, text, true);
            case TextPair(String first, String second) -> LIBRARY.encodeDual(handle, first, second, true);
            case Words(List<String> words) -> LIBRARY.encodeList(handle, words.toArray(String[]::new), true);
            case WordsPair ignored -> throw new IllegalArgumentException("the wrapper takes no pairs of words");
        };
        var windows = new ArrayList<Window>();
        windows.add(window(encoding));
        for (long overflowing : LIBRARY.getOverflowing(encoding)) {
            windows.add(window(overflowing));
            delete(overflowing);
        }
        LIBRARY.deleteEncoding(encoding);
        return windows;
    }

    private static void delete(long encoding) {
        for (long below : LIBRARY.getOverflowing(encoding)) {
            delete(below);
        }
        LIBRARY.deleteEncoding(encoding);
    }

    private static Window window(long encoding) {
        return new Window(List.of(LIBRARY.getTokens(encoding)), ints(LIBRARY.getTokenIds(encoding)),
                ints(LIBRARY.getTypeIds(encoding)), ints(LIBRARY.getWordIds(encoding)),
                ints(LIBRARY.getSequenceIds(encoding)), ints(LIBRARY.getSpecialTokenMask(encoding)),
                LIBRARY.getTokenCharSpans(encoding));
    }

    String decode(int[] ids, boolean skipSpecialTokens) {
        return LIBRARY.decode(handle, Arrays.stream(ids).asLongStream().toArray(), skipSpecialTokens);
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        LIBRARY.deleteTokenizer(handle);
    }
}
