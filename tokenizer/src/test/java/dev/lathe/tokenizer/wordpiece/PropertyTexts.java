package dev.lathe.tokenizer.wordpiece;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Texts for properties: anything that a `String` can hold, and what is hard to read.
final class PropertyTexts {
    private static final List<String> NASTY = List.of(
            "\0", "\uFFFD", "\uE000", "\uDBFF\uDFFF", "\uD83D", "\uDE00", "[MASK]", "[SEP", "##", "\u0301\u0323", "\u0345",
            "\uAC01", "\u0130", "\u4E2D", "\uF900", "\u2028", "\u200B", "\u0DDD", "\uD834\uDD5E", "a", "B", " ", ".");

    private PropertyTexts() {}

    /// With unpaired surrogates.
    static Arbitrary<String> any() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(40),
                Arbitraries.strings().ascii().ofMaxLength(60),
                Arbitraries.of(NASTY).list().ofMaxSize(20).map(parts -> String.join("", parts)),
                written());
    }

    /// Without.
    static Arbitrary<String> written() {
        var seeds = Arbitraries.longs();
        return Arbitraries.oneOf(
                seeds.map(seed -> SampleTexts.mixed(seed, 1).getFirst()),
                seeds.map(seed -> SampleTexts.marked(seed, 1).getFirst()),
                seeds.map(seed -> SampleTexts.random(seed, 1).getFirst()));
    }

    /// Half a pair as the replacement character, which is how both tokenizers read it.
    static String whole(String text) {
        var whole = new StringBuilder();
        text.codePoints().forEach(c -> whole.appendCodePoint(
                c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return whole.toString();
    }
}
