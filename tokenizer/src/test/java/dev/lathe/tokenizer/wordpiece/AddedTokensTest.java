package dev.lathe.tokenizer.wordpiece;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tokenizer.AddedToken;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.SpecialTokens;
import dev.lathe.tokenizer.TokenizerInput;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.file.VocabularyExtension;
import dev.lathe.tokenizer.text.CharacterRules;
import dev.lathe.tokenizer.text.TextNormalizer;
import dev.lathe.tokenizer.text.TokenizerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Added tokens with every switch, as the native library finds them.
class AddedTokensTest {
    private static final long SEED = Long.getLong("test.seed", 1_984);
    private static final int SETS = 150;
    private static final int TEXTS = 40;
    private static final List<String> FRAGMENTS = List.of("foo", "Foo", "FOO", "bar", "<drug>", "<DRUG>", "[EXTRA]", "\u00C9",
            "\u00E9", "e\u0301", "\u4E2D\u6587", "\u4E2D", "\uAC00\uAC01", "\uD83D\uDE42", "\u0130", "\u00DF", "\u01C5", "\uFB01",
            "the drug", "_x", "x_", "1st", "<a", "a>", "##oo", "[MASK]", "mask", "low\u0323\u0301er", "\uFF46oo", "a\u200Bb",
            "A\0B", "\u2028z", "\uD835\uDD38", "\u03A9mega", "\u1F48\u0394", "\u0345", "-", "...", "\uFFFD");
    private static final List<String> GLUE =
            List.of("", "", " ", "  ", "\t", "\u00A0", "\u3000", ".", "x", "_", "\u0301", "\u0323", "\u200D", "!", "\u2028");

    @TempDir
    Path directory;

    @Test
    void findsAnySetOfAddedTokensAsTheReference() throws IOException {
        System.out.println("AddedTokensTest: -Dtest.seed=" + SEED);
        var random = new Random(SEED);
        int checked = 0;
        for (int set = 0; set < SETS; set++) {
            var options = new TokenizerOptions(random.nextBoolean(), random.nextBoolean(), random.nextInt(4) > 0,
                    random.nextInt(4) > 0, 100, SpecialTokens.BERT);
            List<AddedToken> added = tokens(random, options);
            Path json = TestVocabularies.write(directory.resolve("added.json"), pieces(), options);
            TestVocabularies.add(json, added);
            try (var both = new ReferenceTokenizer(json)) {
                for (int text = 0; text < TEXTS; text++) {
                    both.assertSame(join(random, 1 + random.nextInt(9)));
                    checked += added.size();
                }
                both.assertSame(new TokenizerInput.Words(List.of(join(random, 3), " foo ", join(random, 2))), 9);
            }
        }
        assertTrue(checked > SETS * TEXTS, checked + " tokens");
    }

    private static List<String> pieces() {
        var pieces = new ArrayList<>(TestVocabularies.SPECIAL);
        String.join("", FRAGMENTS).codePoints().filter(c -> c > ' ').distinct().forEach(c -> {
            pieces.add(Character.toString(c));
            pieces.add("##" + Character.toString(c));
        });
        pieces.addAll(List.of("foo", "##oo", "drug", "un", "e\u0301", "\u1100\u1161", "i\u0307"));
        return List.copyOf(new java.util.LinkedHashSet<>(pieces));
    }

    /// Of two that are the same once normalised, and of spaces that others own, the reference finds now the one,
    /// now the other, or stops; such are left out.
    private static List<AddedToken> tokens(Random random, TokenizerOptions options) {
        var normalizer = new TextNormalizer(new CharacterRules(options));
        var known = new HashSet<String>();
        var added = new ArrayList<AddedToken>();
        int next = pieces().size();
        for (int i = random.nextInt(9); i >= 0; i--) {
            String content = join(random, 1 + random.nextInt(3));
            boolean strips = content.strip().equals(content) && content.codePoints().noneMatch(Character::isSpaceChar);
            var token = new AddedToken(next, content, random.nextBoolean(), random.nextBoolean(), random.nextInt(3) == 0,
                    strips && random.nextBoolean(), strips && random.nextBoolean());
            String pattern = normalizer.normalize(content, 0, content.length()).toString();
            if (!content.isEmpty() && !pattern.isEmpty() && known.add(content)
                    && (!token.normalized() || known.add("normalised " + pattern)) && !pieces().contains(content)) {
                added.add(token);
                next++;
            }
        }
        return added;
    }

    private static String join(Random random, int parts) {
        var text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size()))).append(GLUE.get(random.nextInt(GLUE.size())));
        }
        return text.toString();
    }

    private static WordPieceTokenizer with(AddedToken... tokens) {
        var pieces = new ArrayList<>(TestVocabularies.SPECIAL);
        "abcdefghijklmnopqrstuvwxyz<>".chars().forEach(c -> pieces.add(Character.toString(c)));
        "abcdefghijklmnopqrstuvwxyz".chars().forEach(c -> pieces.add("##" + Character.toString(c)));
        pieces.addAll(List.of("\u4E2D", "\u6587"));
        var extension = new VocabularyExtension("test", Vocabulary.of(pieces));
        List.of(tokens).forEach(extension::add);
        return WordPieceTokenizer.of(new TokenizerParts("test", extension.vocabulary(), TokenizerOptions.uncased(),
                extension.tokens(), Optional.empty(), DecodingForm.CLEANED_UP));
    }

    private static AddedToken token(String content, boolean normalized, boolean singleWord, boolean lstrip, boolean rstrip) {
        return new AddedToken(AddedToken.NO_ID, content, false, normalized, singleWord, lstrip, rstrip);
    }

    /// The tokens of a text with their places, as `foo@1-4`.
    private static String read(WordPieceTokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text);
        var read = new ArrayList<String>();
        for (int i = 1; i < encoding.size() - 1; i++) {
            read.add("%s@%d-%d".formatted(encoding.token(i), encoding.start(i), encoding.end(i)));
        }
        return String.join(" ", read);
    }

    /// Each line is what tokenizers 0.23.2 gives.
    @Test
    void knowsEachSwitch() {
        assertEquals("a@0-1 Foo@1-4 b@4-5 Foo@6-9", read(with(token("Foo", true, false, false, false)), "aFOOb foo"));
        assertEquals("a@0-1 Foo@1-8 b@8-9 Foo@9-13", read(with(token("Foo", true, false, true, true)), "a  FOO  b foo"));
        assertEquals("f@0-1 ##o@1-2 ##o@2-3 ##x@3-4 foo@5-8 fo@9-11", read(
                with(token("foo", true, true, false, false), token("fo", true, false, false, false)), "foox foo fo"));
        assertEquals("a@0-1 \u4E2D\u6587@1-3 b@3-4 \u4E2D@5-6 \u6587@7-8",
                read(with(token("\u4E2D\u6587", true, false, false, false)), "a\u4E2D\u6587b \u4E2D \u6587"));
        assertEquals("a@0-1  foo @1-6 b@6-7", read(with(token(" foo ", true, false, false, false)), "a foo b"));
        assertEquals("\u00E9@0-1 \u00E9@2-3", read(with(token("\u00E9", true, false, false, false)), "\u00E9 e"));
        assertEquals("<a>@0-4  b@3-5  b@7-9", read(with(
                token("<a>", false, false, false, true), token(" b", false, false, false, false)), "<a> b   b"));
        assertEquals("<a>@0-6  @3-4  @4-5  @5-6 b@6-7", read(with(
                token("<a>", false, false, false, true), token(" ", false, false, false, false)), "<a>   b"));
    }

    @Test
    void readsHalfASurrogatePairAsTheReplacementInAddedTokensToo() {
        var tokenizer = with(token("x\uFFFD", false, false, false, false), token("\uFFFDy", false, false, false, false));
        assertEquals("a@0-1 x\uFFFD@1-3 \uFFFDy@3-5", read(tokenizer, "ax\uD83D\uDC00y"
                .replace("\uD83D\uDC00", "\uD83D\uD83D")));
    }

    @Test
    void keepsTheSwitchesWhenItIsSaved() throws IOException {
        var tokenizer = with(token("Foo", true, false, true, true), token("b c", false, true, false, false),
                AddedToken.special(AddedToken.NO_ID, "<x>"));
        tokenizer.save(directory);
        var again = WordPieceTokenizer.load(directory);
        for (String text : List.of("a  FOO  b foo", "ab c b c", "<x> <X>")) {
            assertArrayEquals(tokenizer.encode(text).ids(), again.encode(text).ids());
        }
        assertEquals(tokenizer.vocabulary().tokens(), again.vocabulary().tokens());
    }
}
