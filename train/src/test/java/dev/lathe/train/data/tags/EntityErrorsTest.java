package dev.lathe.train.data.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.tags.EntityErrors.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntityErrorsTest {
    private static TaggedSentence sentence(String tokens, String tags) {
        return new TaggedSentence(new SourceLine(Path.of("a.conll"), 1), true, List.of(tokens.split(" ")), List.of(tags.split(" ")));
    }

    @Test
    void anEntityWithATokenTooManyIsMissedAndInvented() {
        var sentence = sentence("Ann Lee met Bob in Rome", "B-PER I-PER O B-PER O B-LOC");
        assertEquals(Optional.of(new EntityErrors(
                List.of(new Place("PER", 0, 1, "Ann Lee"), new Place("LOC", 5, 5, "Rome")),
                List.of(new Place("PER", 0, 2, "Ann Lee met")))),
                EntityErrors.of(sentence, List.of("B-PER", "I-PER", "I-PER", "B-PER", "O", "O")));
    }

    @Test
    void aWrongTypeIsMissedAndInvented() {
        assertEquals(Optional.of(new EntityErrors(List.of(new Place("LOC", 0, 0, "Rome")), List.of(new Place("PER", 0, 0, "Rome")))),
                EntityErrors.of(sentence("Rome", "B-LOC"), List.of("B-PER")));
    }

    @Test
    void partsOfSpeechAreNoEntities() {
        assertEquals(Optional.empty(), EntityErrors.of(sentence("Ann ran", "NOUN VERB"), List.of("VERB", "VERB")));
    }

    @Test
    void anotherNumberOfTagsIsNoAnswerToTheSentence() {
        assertEquals(Optional.empty(), EntityErrors.of(sentence("Ann ran", "B-PER O"), List.of("B-PER")));
    }
}
