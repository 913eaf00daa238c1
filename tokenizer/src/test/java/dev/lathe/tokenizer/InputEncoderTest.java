package dev.lathe.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tokenizer.SpecialTokenTemplate.Special;
import dev.lathe.tokenizer.SpecialTokenTemplate.Text;
import dev.lathe.tokenizer.TokenizerInput.TextPair;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Templates that are not BERT's: where their tokens go, and how much room they leave.
class InputEncoderTest {
    private static final Vocabulary VOCABULARY = Vocabulary.of(List.of("<s>", "</s>", "a", "b", "c", "d", "e"));
    private static final Special START = new Special("<s>", 0);
    private static final Special END = new Special("</s>", 0);
    /// `<s> A </s>` and `<s> A </s></s> B </s>`; other types than RoBERTa's, so that each can be told.
    private static final SpecialTokenTemplate TEMPLATE = new SpecialTokenTemplate(
            List.of(START, new Text(0, 3), END),
            List.of(START, new Text(0, 3), END, new Special("</s>", 1), new Text(1, 4), new Special("</s>", 2)));
    private static final InputEncoder ENCODER = encoder(TEMPLATE);

    private static InputEncoder encoder(SpecialTokenTemplate template) {
        return new InputEncoder(VOCABULARY, template, () -> new SpaceReader(VOCABULARY));
    }

    private static Encoding encode(InputEncoder encoder, TokenizerInput input, Truncation truncation) {
        return encoder.windows(input, truncation, 1).getFirst();
    }

    @Test
    void putsTheTemplateAroundAText() {
        Encoding encoding = encode(ENCODER, new TokenizerInput.Text("a  b"), Truncation.NONE);
        assertEquals(List.of("<s>", "a", "b", "</s>"), encoding.tokens());
        assertArrayEquals(new int[] {0, 3, 3, 0}, encoding.typeIds());
        assertArrayEquals(new int[] {-1, 0, 0, -1}, encoding.sequenceIds());
        assertArrayEquals(new int[] {-1, 0, 1, -1}, encoding.wordIds());
        assertEquals(OptionalInt.of(2), encoding.charToToken(0, 3));
        assertEquals(OptionalInt.empty(), encoding.charToToken(1, 0));
    }

    @Test
    void putsTheTemplateAroundAPair() {
        Encoding encoding = encode(ENCODER, new TextPair("a b", "c d"), Truncation.NONE);
        assertEquals(List.of("<s>", "a", "b", "</s>", "</s>", "c", "d", "</s>"), encoding.tokens());
        int[] types = {0, 3, 3, 0, 1, 4, 4, 2};
        assertArrayEquals(types, encoding.typeIds());
        for (int i = 0; i < types.length; i++) {
            assertEquals(types[i], encoding.typeId(i));
        }
        assertArrayEquals(new int[] {-1, 0, 0, -1, -1, 1, 1, -1}, encoding.sequenceIds());
        assertArrayEquals(new int[] {1, 0, 0, 1, 1, 0, 0, 1}, encoding.specialTokensMask());
        assertEquals(OptionalInt.of(6), encoding.charToToken(1, 2));
        assertEquals(Optional.of(new Span(5, 6)), encoding.wordToTokens(1, 0));
        assertEquals(Optional.of(new Span(2, 3)), encoding.wordToChars(1, 1));
    }

    @Test
    void anEmptySecondTextHasItsPlaceBetweenItsTokens() {
        Encoding encoding = encode(ENCODER, new TextPair("a", ""), Truncation.NONE);
        assertArrayEquals(new int[] {0, 3, 0, 1, 2}, encoding.typeIds());
        assertEquals(OptionalInt.empty(), encoding.charToToken(1, 0));
    }

    @Test
    void countsTheTemplatesOwnTokensWhenAPairIsCut() {
        assertEquals(2, TEMPLATE.specialInSingle());
        assertEquals(4, TEMPLATE.specialInPair());
        Encoding encoding = encode(ENCODER, new TextPair("a b c", "d e"), Truncation.to(7));
        assertEquals(List.of("<s>", "a", "b", "</s>", "</s>", "d", "</s>"), encoding.tokens());
        assertEquals("encode: maxLength 3: the special tokens alone are 4", assertThrows(IllegalArgumentException.class,
                () -> encode(ENCODER, new TextPair("a", "b"), Truncation.to(3))).getMessage());
    }

    @Test
    void showsALongTextBehindAQuestion() {
        WindowedText text = ENCODER.windowed("a b", 3, "c d e  a b", 8, 1);
        assertEquals(List.of(List.of("<s>", "a", "</s>", "</s>", "c", "d", "e", "</s>"),
                List.of("<s>", "a", "</s>", "</s>", "e", "a", "b", "</s>")),
                text.sequences().stream().map(Encoding::tokens).toList());
        assertEquals(2, text.windows());
        assertEquals(5, text.tokens());
        assertEquals(new Span(2, 5), text.window(1));
        assertEquals(0, text.widest(2));
        assertEquals(1, text.widest(3));
        assertEquals(4, text.inSequence(1, 2));
        assertEquals(7, text.start(3));
        assertEquals(8, text.end(3));
        assertEquals(3, text.wordId(3));
        assertEquals("a", text.encoding().token(text.inEncoding(3)));
        assertEquals(List.of("<s>", "c", "d", "e", "a", "b", "</s>"), text.encoding().tokens());
    }

    @Test
    void windowsAreWhatTruncationWithTheSameStrideGives() {
        String question = "a b";
        String context = "c d e a b c d e a b c";
        for (int maxLength = 8; maxLength < 20; maxLength++) {
            WindowedText text = ENCODER.windowed(question, 4, context, maxLength, 1);
            List<Encoding> truncated = ENCODER.windows(new TextPair(question, context),
                    Truncation.to(maxLength).withStrategy(TruncationStrategy.ONLY_SECOND).withStride(1),
                    Integer.MAX_VALUE);
            assertSame(truncated, text.sequences());
        }
        List<Encoding> truncated = ENCODER.windows(
                new TokenizerInput.Text(context), Truncation.to(6).withStride(2), Integer.MAX_VALUE);
        assertSame(truncated, ENCODER.windowed(ENCODER.reader().read(context, Integer.MAX_VALUE), 6, 2).sequences());
    }

    private static void assertSame(List<Encoding> expected, List<Encoding> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i).ids(), actual.get(i).ids());
            assertArrayEquals(expected.get(i).typeIds(), actual.get(i).typeIds());
        }
    }

    @Test
    void fillsBatchesByTheTemplate() {
        var template = new SpecialTokenTemplate(List.of(new Text(0, 0), END, START),
                List.of(new Text(0, 0), new Text(1, 0)));
        BatchEncoder batch = encoder(template).batchEncoder();
        batch.encode(List.of("a b c", "d"), 4);
        assertArrayEquals(new int[] {2, 3, 1, 0, 5, 1, 0}, Arrays.copyOf(batch.ids(), batch.tokenCount()));
        assertArrayEquals(new int[] {0, 1, -1, -1, 0, -1, -1}, Arrays.copyOf(batch.wordIds(), batch.tokenCount()));
        assertArrayEquals(new int[] {0, 4, 7}, Arrays.copyOf(batch.sequenceStarts(), 3));
        Encoding pair = encode(encoder(template), new TextPair("a", "b"), Truncation.NONE);
        assertEquals(List.of("a", "b"), pair.tokens());
        assertArrayEquals(new int[] {0, 1}, pair.sequenceIds());
    }

    @Test
    void refusesTemplatesThatShowATextTwiceOrNotAtAll() {
        assertRefused("template: single '<s>:0': needs $A once", List.of(START), TEMPLATE.pair());
        assertRefused("template: pair '$B:0 $A:0': needs $A once and $B once behind it",
                TEMPLATE.single(), List.of(new Text(1, 0), new Text(0, 0)));
        var foreign = SpecialTokenTemplate.bert("[CLS]", "</s>");
        assertEquals("template: the vocabulary lacks '[CLS]'",
                assertThrows(IllegalArgumentException.class, () -> encoder(foreign)).getMessage());
    }

    private static void assertRefused(
            String message, List<SpecialTokenTemplate.Piece> single, List<SpecialTokenTemplate.Piece> pair) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> new SpecialTokenTemplate(single, pair)).getMessage());
    }
}
