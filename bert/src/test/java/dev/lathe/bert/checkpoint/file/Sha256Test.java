package dev.lathe.bert.checkpoint.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sums by `sha256sum` of GNU coreutils.
class Sha256Test {
    @TempDir
    private Path folder;

    @Test
    void aFilesHashIsTheUsualOne() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Sha256.of(file));
        Files.writeString(file, "abc");
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.of(file));
        Files.writeString(file, "a".repeat(3_000_000));
        assertEquals("2a152c894398719c0570f83fac34ac03a0f6e8e474b995c2403aa5434f7b9dd4", Sha256.of(file));
    }

    @Test
    void whatIsWrittenIsHashedMeanwhile() throws IOException {
        Path file = folder.resolve("x.safetensors");
        var values = new float[700_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        String hash = SafetensorsWriter.write(file, List.of(
                TensorToWrite.of("x", List.of(values.length), values), TensorToWrite.of("y", List.of(1), new float[] {1})));
        assertEquals(Sha256.of(file), hash);
    }
}
