package dev.lathe.train.tagging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TagSchemeTest {

    private static final int SEQUENCES = 10_000;

    @ParameterizedTest
    @EnumSource(TagScheme.class)
    void aSecondImplementationFindsTheSameChunks(TagScheme scheme) {
        RandomTags random = new RandomTags();
        int found = 0;
        for (int i = 0; i < SEQUENCES; i++) {
            List<String> tags = random.next(RandomTags.letters(scheme));
            List<Chunk> expected = ChunkPatterns.strict(scheme, tags);
            assertEquals(expected, scheme.chunks(tags), () -> tags + " " + RandomTags.repeat());
            found += expected.size();
        }
        assertTrue(found > SEQUENCES, "some " + found + " chunks were compared");
    }

    @ParameterizedTest
    @EnumSource(TagScheme.class)
    void aSecondImplementationReadsLenientlyAlike(TagScheme scheme) {
        RandomTags random = new RandomTags();
        for (int i = 0; i < SEQUENCES; i++) {
            List<String> tags = random.next(RandomTags.letters(scheme));
            assertEquals(ChunkPatterns.lenient(tags), ChunkReader.lenient().chunks(tags), () -> tags + " " + RandomTags.repeat());
        }
    }

    @Test
    void everySchemeWritesTheSameThreeChunksItsOwnWay() {
        List<Chunk> chunks = List.of(new Chunk("X", 0, 2), new Chunk("X", 2, 3), new Chunk("Y", 4, 7));
        assertEquals(chunks, TagScheme.IOB1.chunks(tags("I-X I-X B-X O I-Y I-Y I-Y")));
        assertEquals(chunks, TagScheme.IOB2.chunks(tags("B-X I-X B-X O B-Y I-Y I-Y")));
        assertEquals(chunks, TagScheme.IOE1.chunks(tags("I-X E-X I-X O I-Y I-Y I-Y")));
        assertEquals(chunks, TagScheme.IOE2.chunks(tags("I-X E-X E-X O I-Y I-Y E-Y")));
        assertEquals(chunks, TagScheme.IOBES.chunks(tags("B-X E-X S-X O B-Y I-Y E-Y")));
        assertEquals(chunks, TagScheme.BILOU.chunks(tags("B-X L-X U-X O B-Y I-Y L-Y")));
    }

    @Test
    void strictReadingDropsWhatLenientReadingKeeps() {
        List<String> tags = tags("I-X O B-X I-Y");
        assertEquals(List.of(new Chunk("X", 2, 3)), TagScheme.IOB2.chunks(tags));
        assertEquals(List.of(new Chunk("X", 0, 1), new Chunk("X", 2, 3), new Chunk("Y", 3, 4)),
                ChunkReader.lenient().chunks(tags));
        assertEquals(List.of(), TagScheme.IOBES.chunks(tags("B-X O E-X I-X")));
        assertEquals(List.of(new Chunk("X", 0, 1), new Chunk("X", 2, 3), new Chunk("X", 3, 4)),
                ChunkReader.lenient().chunks(tags("B-X O E-X I-X")));
    }

    @Test
    void bareLettersMarkChunksWithoutAName() {
        assertEquals(List.of(new Chunk("_", 0, 2)), TagScheme.IOB2.chunks(tags("B I O")));
        assertEquals(List.of(new Chunk("A-B", 0, 1)), TagScheme.IOB2.chunks(tags("B-A-B")));
    }

    @Test
    void findsTheSchemeOfWellFormedSentences() {
        assertEquals(TagScheme.IOB2, TagScheme.of(List.of(tags("B-X I-X B-X O"), tags("O"))));
        assertEquals(TagScheme.IOB1, TagScheme.of(List.of(tags("I-X I-X B-X O"), tags("I-Y"))));
        assertEquals(TagScheme.IOE2, TagScheme.of(List.of(tags("I-X E-X E-X O"))));
        assertEquals(TagScheme.IOE1, TagScheme.of(List.of(tags("I-X E-X I-X O"))));
        assertEquals(TagScheme.IOBES, TagScheme.of(List.of(tags("B-X E-X S-X O"))));
        assertEquals(TagScheme.BILOU, TagScheme.of(List.of(tags("B-X L-X U-X O"))));
        assertEquals(TagScheme.IOB2, TagScheme.of(List.of(tags("O O"))));
        assertEquals(TagScheme.IOB2, TagScheme.of(List.of(tags("B-X O"))));
    }

    @Test
    void aMistakeOrTwoDoNotHideTheScheme() {
        assertEquals(TagScheme.IOB2, TagScheme.of(List.of(tags("B-X I-X O B-X"), tags("O I-X"), tags("B-Y I-Y"))));
        assertEquals("tags begin with O, B, S, L: no scheme has all of them", assertThrows(IllegalArgumentException.class,
                () -> TagScheme.of(List.of(tags("S-X O"), tags("B-X L-X")))).getMessage());
    }

    @Test
    void saysWhatASchemeDoesNotAllow() {
        assertEquals(List.of(new TagViolation(0, "I-X starts the sentence"), new TagViolation(2, "I-Y follows B-X"),
                new TagViolation(3, "E-X is no tag of IOB2")), TagScheme.IOB2.violations(tags("I-X B-X I-Y E-X")));
        assertEquals(List.of(new TagViolation(1, "O follows B-X"), new TagViolation(4, "the sentence ends after I-X")),
                TagScheme.IOBES.violations(tags("B-X O B-X I-X")));
        assertEquals(List.of(new TagViolation(1, "B-X follows O")), TagScheme.IOB1.violations(tags("O B-X I-X B-X")));
        assertEquals(List.of(new TagViolation(1, "O follows I-X")), TagScheme.IOE2.violations(tags("I-X O E-X")));
        assertEquals(List.of(new TagViolation(2, "the sentence ends after E-X")), TagScheme.IOE1.violations(tags("I-X E-X")));
        assertEquals(List.of(), TagScheme.BILOU.violations(tags("B-X I-X L-X U-Y O")));
    }

    @Test
    void tagsAreWrittenOneWay() {
        for (String wrong : List.of("", "o", "O-X", "BX", "X-PER", "-", "b-X")) {
            assertEquals("tag '" + wrong + "': neither O nor one of B, I, E, S, L, U with a dash and a type",
                    assertThrows(IllegalArgumentException.class, () -> Tag.parse(wrong)).getMessage());
        }
        assertEquals("tag '" + "x".repeat(40) + "…': neither O nor one of B, I, E, S, L, U with a dash and a type",
                assertThrows(IllegalArgumentException.class, () -> Tag.parse("x".repeat(40_000))).getMessage());
        assertEquals("tag 'S-X': IOB2 has O, B, I only", assertThrows(IllegalArgumentException.class,
                () -> TagScheme.IOB2.chunks(tags("O S-X"))).getMessage());
    }

    static List<String> tags(String spaced) {
        return Arrays.asList(spaced.split(" "));
    }
}
