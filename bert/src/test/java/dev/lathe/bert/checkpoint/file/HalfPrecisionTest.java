package dev.lathe.bert.checkpoint.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HalfPrecisionTest {
    @TempDir
    Path directory;

    @Test
    void aValueInTheMiddleGoesToTheEvenNeighbour() throws IOException {
        // Half precision has 11 bits, bfloat16 has 8.
        float[] halves = {1 + 0x1p-11f, 1 + 0x3p-11f, 1 + 0x1.002p-11f, -1 - 0x1p-11f, 0x1p-25f, 0x1.8p-24f};
        assertArrayEquals(new float[] {1, 1 + 0x1p-9f, 1 + 0x1p-10f, -1, 0, 0x1p-23f}, written(StoredType.F16, halves));
        float[] brains = {1 + 0x1p-8f, 1 + 0x3p-8f, 1 + 0x1.002p-8f, -1 - 0x1p-8f, 0x1p-134f, 3.3895314e38f};
        assertArrayEquals(
                new float[] {1, 1 + 0x1p-6f, 1 + 0x1p-7f, -1, 0, 0x1.fep127f}, written(StoredType.BF16, brains));
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyValueOfTheTypeIsKeptAndNothingBetweenNeighboursIsNearerToTheOther(StoredType type) throws IOException {
        var exact = new float[1 << 15];
        int count = 0;
        for (int bits = 0; bits < 1 << 15; bits++) {
            float value = type == StoredType.F16 ? Float.float16ToFloat((short) bits) : Float.intBitsToFloat(bits << 16);
            if (Float.isFinite(value)) {
                exact[count++] = value;
            }
        }
        var values = new float[2 * count - 1];
        for (int i = 0; i < count; i++) {
            values[2 * i] = exact[i];
            if (i > 0) {
                values[2 * i - 1] = exact[i - 1] + (exact[i] - exact[i - 1]) * 0.4f;
            }
        }
        float[] read = written(type, values);
        for (int i = 0; i < count; i++) {
            assertEquals(exact[i], read[2 * i]);
            if (i > 0) {
                BigDecimal value = new BigDecimal(values[2 * i - 1]);
                BigDecimal below = value.subtract(new BigDecimal(exact[i - 1])).abs();
                BigDecimal above = new BigDecimal(exact[i]).subtract(value).abs();
                float nearest = below.compareTo(above) <= 0 ? exact[i - 1] : exact[i];
                if (below.compareTo(above) != 0) {
                    assertEquals(nearest, read[2 * i - 1], () -> "between neighbours, " + value);
                }
            }
        }
    }

    @Test
    void infinitiesAndNaNStayWhatTheyAre() throws IOException {
        float almostLost = Float.intBitsToFloat(0x7f800001);
        for (StoredType type : List.of(StoredType.F16, StoredType.BF16)) {
            float[] read = written(type, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, almostLost, -0f);
            assertEquals(Float.POSITIVE_INFINITY, read[0]);
            assertEquals(Float.NEGATIVE_INFINITY, read[1]);
            assertTrue(Float.isNaN(read[2]));
            assertTrue(Float.isNaN(read[3]));
            assertEquals(Float.floatToIntBits(-0f), Float.floatToIntBits(read[4]));
        }
    }

    @Test
    void aValueTooLargeForTheTypeIsRefusedAndNothingWritten() throws IOException {
        assertArrayEquals(new float[] {65_504}, written(StoredType.F16, 65_519));
        refuses("safetensors: 'x' has 65520.0: too large for F16", StoredType.F16, 65_520);
        refuses("safetensors: 'x' has -3.4028235E38: too large for BF16", StoredType.BF16, -Float.MAX_VALUE);
    }

    @Test
    void otherTypesAreNotWritten() {
        var refused = assertThrows(IllegalArgumentException.class,
                () -> SafetensorsWriter.write(directory.resolve("x"), List.of(), StoredType.I8));
        assertEquals("safetensors: I8: only F32, F16 and BF16 are written", refused.getMessage());
    }

    private void refuses(String message, StoredType type, float value) throws IOException {
        Path file = directory.resolve("refused.safetensors");
        var tensor = TensorToWrite.of("x", List.of(1), new float[] {value});
        var refused = assertThrows(
                ArithmeticException.class, () -> SafetensorsWriter.write(file, List.of(tensor), type));
        assertEquals(message, refused.getMessage());
        assertFalse(Files.exists(file));
    }

    private float[] written(StoredType type, float... values) throws IOException {
        Path file = directory.resolve("x.safetensors");
        SafetensorsWriter.write(file, List.of(TensorToWrite.of("x", List.of(values.length), values)), type);
        try (var read = SafetensorsFile.open(file)) {
            assertEquals(type, read.entry("x").type());
            var back = new float[values.length];
            read.read("x", back, 0);
            return back;
        }
    }
}
