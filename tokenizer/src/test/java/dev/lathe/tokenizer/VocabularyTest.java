package dev.lathe.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void findsEachTokenAndNothingElse() {
        List<String> tokens = IntStream.range(0, 50_000).mapToObj(i -> Integer.toString(i * 7, 36) + "\u4E2D").toList();
        var vocabulary = Vocabulary.of(tokens);
        assertEquals(tokens.size(), vocabulary.size());
        for (int id = 0; id < tokens.size(); id++) {
            assertEquals(OptionalInt.of(id), vocabulary.id(tokens.get(id)));
            assertEquals(tokens.get(id), vocabulary.token(id));
        }
        assertEquals(OptionalInt.empty(), vocabulary.id("1"));
        assertEquals(OptionalInt.empty(), vocabulary.id(""));
        assertEquals(OptionalInt.empty(), vocabulary.id("0\u4E2D\u4E2D"));
    }

    @Test
    void saysWhichIdsThereAre() {
        var vocabulary = Vocabulary.of(List.of("a", "b"));
        assertEquals("vocabulary: token id 2: vocabulary has 0..1",
                assertThrows(IndexOutOfBoundsException.class, () -> vocabulary.token(2)).getMessage());
        assertEquals("vocabulary: token id -1: vocabulary has 0..1",
                assertThrows(IndexOutOfBoundsException.class, () -> vocabulary.token(-1)).getMessage());
    }

    @Test
    void refusesATokenWithTwoIds() {
        assertEquals("vocabulary: 'a' is token 0 and 2",
                assertThrows(IllegalArgumentException.class, () -> Vocabulary.of(List.of("a", "b", "a"))).getMessage());
    }
}
