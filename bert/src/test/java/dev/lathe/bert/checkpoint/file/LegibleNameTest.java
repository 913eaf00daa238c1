package dev.lathe.bert.checkpoint.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegibleNameTest {
    private static final String LONG = "a".repeat(39_990) + "bcdefghijk";
    private static final String SHORT = "a".repeat(100) + "…" + "a".repeat(30) + "bcdefghijk";

    @TempDir
    private Path directory;

    @Test
    void aLongNameIsItsStartAndItsEnd() {
        assertEquals("encoder.layer.3.output.dense.weight", LegibleName.of("encoder.layer.3.output.dense.weight"));
        assertEquals(SHORT, LegibleName.of(LONG));
        String pairs = "😀".repeat(1_000);
        assertEquals("😀".repeat(50) + "…" + "😀".repeat(20), LegibleName.of(pairs));
        assertEquals("x" + "😀".repeat(49) + "…" + "😀".repeat(20), LegibleName.of("x" + pairs));
        assertEquals("😀".repeat(50) + "…" + "😀".repeat(19) + "x", LegibleName.of(pairs + "x"));
    }

    @Test
    void ofManyNamesTheFirstAreNamed() {
        assertEquals("a, b", LegibleName.list(List.of("a", "b"), 2));
        assertEquals("a, " + SHORT + " and 1 more", LegibleName.list(List.of("a", LONG, "c"), 2));
    }

    @Test
    void noMessagePrintsALongName() throws IOException {
        assertEquals("f: no '" + "a".repeat(99) + "…" + "a".repeat(29) + "bcdefghijk' there",
                new CheckpointException("f", "no '" + LONG + "' there").getMessage());
        String words = new CheckpointException("f", "'" + "a b ".repeat(10_000) + "'").getMessage();
        assertEquals(3 + 960 + 1 + 40, words.length());
        Path path = directory.resolve("model.safetensors");
        SafetensorsWriter.write(path, List.of(TensorToWrite.of(LONG, List.of(2), new float[] {1, 2})));
        try (var file = SafetensorsFile.open(path)) {
            var refused = assertThrows(CheckpointException.class, () -> file.entry(LONG, List.of(3)));
            assertTrue(refused.getMessage().length() < 250, refused.getMessage());
        }
    }

    /// Letter by letter this would take minutes.
    @Test
    void theNearestOfManyLongNamesIsNotSoughtForLong() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> LONG + i).toList();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> NearestName.among(names, LONG + "x"));
        List<String> many = IntStream.range(0, 100_000).mapToObj(i -> "a".repeat(150) + i).toList();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> NearestName.among(many, "b".repeat(155)));
    }
}
