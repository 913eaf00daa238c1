package dev.lathe.bert.checkpoint.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.SafetensorsBytes;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokenSafetensorsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | 'b' begins at 4: 'a' ends at 8
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | 4 bytes between the header and 'a' belong to no tensor
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}} | 12 | 4 bytes between 'a' and 'b' belong to no tensor
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 9 | 5 bytes after 'a' belong to no tensor
            {} | 4 | 4 bytes after the header belong to no tensor
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} | 11 | cut short: 'a' ends at 12 of the data, of which 11 bytes are there
            {"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,12]}} | 12 | header: 'a' F32 [2,2] takes 16 bytes: data_offsets are 0 to 12
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}} | 4 | header: 'a' F32 [1] takes 4 bytes: data_offsets are 4 to 0
            {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}} | 4 | header: 'a' shape: -1
            {"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}} | 4 | header: 'a' shape: a number where an integer is needed
            {"a":{"dtype":"F32","shape":[2147483648],"data_offsets":[0,4]}} | 4 | header: 'a' has shape [2147483648]: too large
            {"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}} | 4 | header: 'a' has shape [2147483647, 2147483647, 2147483647]: too large
            {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}} | 4 | header: 'a' shape: 99999999999999999999
            {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}} | 4 | header: 'a' shape: more than 16 numbers
            {"a":{"dtype":"F5","shape":[1],"data_offsets":[0,4]}} | 4 | header: 'a' has dtype 'F5', which is not known
            {"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}} | 4 | header: 'a' dtype: an integer where a string is needed
            {"a":{"shape":[1],"data_offsets":[0,4]}} | 4 | header: 'a' needs dtype, shape and two data_offsets
            {"a":{"dtype":"F32","data_offsets":[0,4]}} | 4 | header: 'a' needs dtype, shape and two data_offsets
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}} | 4 | header: 'a' needs dtype, shape and two data_offsets
            {"a":[1]} | 4 | header: 'a': an array where an object is needed
            {"__metadata__":{"format":1}} | 0 | header: __metadata__ 'format': an integer where a string is needed
            [1] | 4 | header: not a JSON object
            {} {} | 0 | header: text after the JSON object
            """)
    void saysWhatDoesNotFit(String header, int dataBytes, String problem) throws IOException {
        Path path = store(header, dataBytes);
        assertEquals("m.safetensors: " + problem, refusal(path));
    }

    @Test
    void refusesANameGivenTwice() throws IOException {
        String tensor = "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
        String said = refusal(store("{" + tensor + "," + tensor + "}", 0));
        assertTrue(said.startsWith("m.safetensors: header: Duplicate field 'a'"), said);
    }

    @Test
    void refusesDeepJson() throws IOException {
        String deep = "{\"a\":{\"x\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}}";
        String said = refusal(store(deep, 0));
        assertTrue(said.contains("nesting depth"), said);
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        byte[] header = "{\"_\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"
                .getBytes(StandardCharsets.UTF_8);
        header[2] = (byte) 0xff;
        Path path = SafetensorsBytes.store(directory.resolve("m.safetensors"), header, new byte[0]);
        assertEquals("m.safetensors: header: not UTF-8", refusal(path));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3", "9223372036854775807", "-1", "-9223372036854775808"})
    void refusesAHeaderLengthThatTheFileCantHold(long length) throws IOException {
        Path path = Files.write(
                directory.resolve("m.safetensors"), SafetensorsBytes.of(length, new byte[] {'{', '}'}, new byte[0]));
        assertEquals(
                "m.safetensors: header of " + Long.toUnsignedString(length)
                        + " bytes: 2 follow its length; cut short, or not a safetensors file",
                refusal(path));
    }

    @Test
    void refusesAHeaderAboveTheFormatsLimit() throws IOException {
        Path path = directory.resolve("m.safetensors");
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(SafetensorsBytes.of(100_000_001, new byte[0], new byte[0]));
            file.setLength(200_000_000);
        }
        assertEquals("m.safetensors: header of 100000001 bytes: at most 100000000 are allowed", refusal(path));
    }

    @Test
    void refusesEveryPrefixOfASoundFile() throws IOException {
        Path whole = directory.resolve("whole.safetensors");
        SafetensorsWriter.write(whole, List.of(
                TensorToWrite.of("x", List.of(2, 3), new float[6]), TensorToWrite.of("y", List.of(5), new float[5])));
        byte[] bytes = Files.readAllBytes(whole);
        Path path = directory.resolve("m.safetensors");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(path, Arrays.copyOf(bytes, length));
            String said = refusal(path);
            assertTrue(said.startsWith("m.safetensors: "), said);
        }
    }

    @Test
    void answersEveryChangedByteWithTensorsOrARefusal() throws IOException {
        byte[] header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] sound = SafetensorsBytes.of(header.length, header, new byte[24]);
        Path path = directory.resolve("m.safetensors");
        int refused = 0;
        for (int at = 0; at < 8 + header.length; at++) {
            for (int flip = 1; flip < 256; flip += 6) {
                byte[] changed = sound.clone();
                changed[at] ^= (byte) flip;
                Files.write(path, changed);
                try {
                    SafetensorsFile.open(path).close();
                } catch (CheckpointException expected) {
                    refused++;
                }
            }
        }
        // What is left are other names for the tensor.
        assertTrue(refused > 9 * 43 * (8 + header.length) / 10, refused + " refusals");
    }

    @Test
    void noticesThatTheFileWasCutAfterItWasOpened() throws IOException {
        Path path = directory.resolve("m.safetensors");
        SafetensorsWriter.write(path, List.of(TensorToWrite.of("x", List.of(2), new float[2])));
        try (var file = SafetensorsFile.open(path)) {
            byte[] bytes = Files.readAllBytes(path);
            Files.write(path, Arrays.copyOf(bytes, bytes.length - 4));
            var refused = assertThrows(CheckpointException.class, () -> file.read("x", new float[2], 0));
            assertEquals(
                    "m.safetensors: cut short: ends at byte " + (bytes.length - 4) + ", needed 4 more",
                    refused.getMessage());
        }
    }

    @Test
    void saysWhichFileIsNotThere() {
        Path path = directory.resolve("none.safetensors");
        assertEquals(path + ": no such file", refusal(path));
        assertEquals(directory + ": not a file", refusal(directory));
    }

    private static String refusal(Path path) {
        return assertThrows(CheckpointException.class, () -> SafetensorsFile.open(path).close())
                .getMessage();
    }

    private Path store(String header, int dataBytes) throws IOException {
        return SafetensorsBytes.store(
                directory.resolve("m.safetensors"), header.getBytes(StandardCharsets.UTF_8), new byte[dataBytes]);
    }
}
