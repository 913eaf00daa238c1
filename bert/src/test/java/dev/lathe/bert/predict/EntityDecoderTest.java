package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The cases of Hugging Face's token classification pipeline, worked out by hand.
class EntityDecoderTest {
    private static final WordPieceTokenizer TOKENIZER = WordPieceTokenizer.of(
            Vocabulary.of(List.of("[UNK]", "[CLS]", "[SEP]", "new", "york", "##er", "##s", "ada", "met", "ann", ",")),
            TokenizerOptions.uncased());
    private static final List<String> IOB = List.of("O", "B-PER", "I-PER", "B-LOC", "I-LOC");

    @Test
    void piecesAloneKeepTheirWholeLabels() {
        assertEquals(
                List.of(new Entity("B-PER", 0, 3, "Ada", 0.5f), new Entity("I-LOC", 8, 12, "York", 0.75f),
                        new Entity("I-LOC", 12, 14, "er", 0.75f)),
                decode(Aggregation.NONE, IOB, "Ada met Yorker",
                        scores(1, 0.5f), scores(0, 0.5f), scores(4, 0.75f), scores(4, 0.75f)));
    }

    @Test
    void neighboursOfOneTypeAreOneEntityUntilAnotherBegins() {
        assertEquals(
                List.of(new Entity("LOC", 0, 8, "new york", 0.625), new Entity("LOC", 9, 12, "new", 0.5),
                        new Entity("PER", 13, 16, "ada", 0.5)),
                decode(Aggregation.SIMPLE, IOB, "new york new ada",
                        scores(3, 0.5f), scores(4, 0.75f), scores(3, 0.5f), scores(1, 0.5f)));
    }

    @Test
    void anInsideWithoutABeginningStartsAnEntity() {
        assertEquals(List.of(new Entity("PER", 4, 7, "ada", 0.5)),
                decode(Aggregation.SIMPLE, IOB, "met ada", scores(0, 0.5f), scores(2, 0.5f)));
    }

    @Test
    void piecesOfAWordMayDisagreeUnlessWordsAreAggregated() {
        float[][] scores = {scores(3, 0.5f), scores(1, 0.75f), scores(0, 0.625f)};
        assertEquals(List.of(new Entity("LOC", 0, 4, "york", 0.5), new Entity("PER", 4, 6, "er", 0.75)),
                decode(Aggregation.SIMPLE, IOB, "yorkers", scores));
        assertEquals(List.of(new Entity("LOC", 0, 7, "yorkers", 0.5)),
                decode(Aggregation.FIRST, IOB, "yorkers", scores));
        assertEquals(List.of(new Entity("PER", 0, 7, "yorkers", 0.75)),
                decode(Aggregation.MAX, IOB, "yorkers", scores));
    }

    /// The means of the columns are 0.35, 0.325 and 0.325 where the most certain piece says the second.
    @Test
    void theMeanOfAWordsPiecesDecides() {
        float[][] scores = {{0.5f, 0.05f, 0, 0.45f, 0}, {0.2f, 0.6f, 0, 0.2f, 0}};
        List<Entity> none = decode(Aggregation.AVERAGE, IOB, "yorker", scores);
        assertEquals(List.of(), none);
        float[][] others = {{0.375f, 0.125f, 0, 0.5f, 0}, {0.25f, 0.5f, 0, 0.25f, 0}};
        assertEquals(List.of(new Entity("LOC", 0, 6, "yorker", 0.375)),
                decode(Aggregation.AVERAGE, IOB, "yorker", others));
    }

    @Test
    void endsAndSinglesAreDecodedWhereEntitiesBegin() {
        List<String> bioes = List.of("O", "B-PER", "I-PER", "E-PER", "S-PER");
        assertEquals(
                List.of(new Entity("PER", 0, 7, "ada ann", 0.5), new Entity("PER", 8, 11, "ann", 0.5),
                        new Entity("PER", 12, 15, "ada", 0.5)),
                decode(Aggregation.FIRST, bioes, "ada ann ann ada",
                        scores(1, 0.5f), scores(3, 0.5f), scores(4, 0.5f), scores(2, 0.5f)));
    }

    @Test
    void withoutAnyBeginningEveryLabelIsAType() {
        List<String> plain = List.of("O", "S-PER", "E-mail", "noun", "verb");
        assertEquals(
                List.of(new Entity("S-PER", 0, 7, "ada ann", 0.5), new Entity("E-mail", 8, 11, "ann", 0.5)),
                decode(Aggregation.SIMPLE, plain, "ada ann ann", scores(1, 0.5f), scores(1, 0.5f), scores(2, 0.5f)));
    }

    @Test
    void wordsStandAloneWithTheirLabelsAsTheyAre() {
        List<String> speech = List.of("noun", "verb", "O", "B-x");
        assertEquals(
                List.of(new Entity("noun", 0, 3, "ada", 0.5), new Entity("noun", 4, 10, "yorker", 0.5),
                        new Entity("B-x", 15, 18, "ada", 0.5)),
                decode(Aggregation.WORDS, speech, "ada yorker met ada", scores(0, 0.5f), scores(0, 0.5f), scores(1, 0.5f),
                        scores(2, 0.5f), scores(3, 0.5f)));
    }

    @Test
    void offsetsCountUtf16UnitsAcrossPunctuation() {
        assertEquals(List.of(new Entity("PER", 4, 7, "Ann", 0.5)),
                decode(Aggregation.MAX, IOB, "💥, Ann", scores(0, 0.5f), scores(0, 0.5f), scores(1, 0.5f)));
    }

    private static List<Entity> decode(Aggregation aggregation, List<String> labels, String text, float[]... scores) {
        Encoding encoding = TOKENIZER.encode(text);
        assertEquals(scores.length + 2, encoding.size(), encoding.tokens().toString());
        var around = new float[encoding.size()][];
        System.arraycopy(scores, 0, around, 1, scores.length);
        return new EntityDecoder(labels, aggregation).decode(text, encoding, around);
    }

    /// A label's probability, and a little for each of the other four.
    private static float[] scores(int label, float score) {
        var scores = new float[5];
        Arrays.fill(scores, (1 - score) / 4);
        scores[label] = score;
        return scores;
    }
}
