package dev.lathe.watch.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        assertEquals(Optional.empty(), Reference.read(folder));
        var reference = new Reference("dev", 7, 128, List.of(new Observation(4, 0.25, "a", 0.75, List.of(0.75, 0.25)),
                new Observation(9, 0, "b", 0.5, List.of(0.5, 0.5))));
        reference.write(folder);
        assertEquals(Optional.of(reference), Reference.read(folder));
    }

    @Test
    void whatIsSomethingElseIsRefused() throws IOException {
        assertEquals("reference.json: 'format': 3; this version reads 1", refused("{\"format\": 3}"));
        assertEquals("reference.json: 'sample[0].scores': not an array",
                refused("{\"format\": 1, \"items\": 1, \"sample\": [{\"tokens\": 3, \"label\": \"a\"}]}"));
    }

    @Test
    void aSampleIsSpreadOverAll() {
        assertEquals(List.of(0, 2, 5, 7), Observations.spread(10, 4));
        assertEquals(List.of(0, 1, 2), Observations.spread(3, 4));
        var last = new Observations(2);
        for (int tokens = 1; tokens < 4; tokens++) {
            last.add(new Observation(tokens, 0, "a", 1, List.of(1.0)));
        }
        assertEquals(List.of(2, 3), last.all().stream().map(Observation::tokens).toList());
    }

    /// What is written can be read: 100,000 labels would make 600 MB of 512 observations.
    @Test
    void aSampleOfVeryManyScoresIsSmaller() throws IOException {
        assertEquals(List.of(512, 512, 20, 1), IntStream.of(2, 3_906, 100_000, 5_000_000).map(Reference::most).boxed().toList());
        int labels = 100_000;
        List<Double> scores = Collections.nCopies(labels, (double) -1.2345679e-10f);
        var reference = new Reference("dev", 512, 128,
                Collections.nCopies(Reference.most(labels), new Observation(4, 0, "a", 0.5, scores)));
        reference.write(folder);
        assertEquals(20, Reference.read(folder).orElseThrow().sample().size());
    }

    private String refused(String text) throws IOException {
        Files.writeString(folder.resolve(Reference.NAME), text);
        return assertThrows(CheckpointException.class, () -> Reference.read(folder)).getMessage();
    }
}
