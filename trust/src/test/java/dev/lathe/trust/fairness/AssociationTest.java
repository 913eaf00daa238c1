package dev.lathe.trust.fairness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssociationTest {
    private static final List<float[]> A = List.of(new float[] {1, 0});
    private static final List<float[]> B = List.of(new float[] {0, 2});

    private static List<float[]> at(double... angles) {
        var vectors = new ArrayList<float[]>();
        for (double angle : angles) {
            vectors.add(new float[] {(float) (3 * Math.cos(angle)), (float) (3 * Math.sin(angle))});
        }
        return vectors;
    }

    /// s is 1, 1, -1, -1: mean difference 2, deviation √(4/3); one of six ways reaches the sum of 2.
    @Test
    void agreesWithValuesWorkedOutByHand() {
        Association found = Association.of(at(0, 0), at(Math.PI / 2, Math.PI / 2), A, B, 1);
        assertEquals(Math.sqrt(3), found.effectSize(), 1e-7);
        assertEquals(1.0 / 6, found.p());
        assertEquals(6, found.partitions());
        assertTrue(found.exact());
        Association turned = Association.of(at(Math.PI / 2, Math.PI / 2), at(0, 0), A, B, 1);
        assertEquals(-Math.sqrt(3), turned.effectSize(), 1e-7);
        assertEquals(1, turned.p());
    }

    /// s is 1 and -1 against t = 3 / √17 and f = -1/5.
    @Test
    void countsTheWaysThatReachTheSum() {
        Association found = Association.of(List.of(new float[] {1, 0}, new float[] {0, 1}),
                List.of(new float[] {4, 1}, new float[] {3, 4}), A, B, 1);
        double third = 3 / Math.sqrt(17);
        double fourth = -1.0 / 5;
        double mean = (third + fourth) / 4;
        double deviation = Math.sqrt(((1 - mean) * (1 - mean) + (-1 - mean) * (-1 - mean) + (third - mean) * (third - mean)
                + (fourth - mean) * (fourth - mean)) / 3);
        assertEquals(-(third + fourth) / 2 / deviation, found.effectSize(), 1e-7);
        // Sums of two: 1-1, 1+t, 1+f, -1+t, -1+f, t+f; at least 0, the first, are the first three and the last.
        assertEquals(4.0 / 6, found.p());
    }

    @Test
    void whereAllWaysAreTooManySomeAreDrawnBySeed() {
        var x = new double[12];
        var y = new double[12];
        for (int i = 0; i < 12; i++) {
            x[i] = 0.1 * i;
            y[i] = 0.1 * i + 0.3;
        }
        Association found = Association.of(at(x), at(y), A, B, 5);
        assertFalse(found.exact());
        assertEquals(100_000, found.partitions());
        assertEquals(found, Association.of(at(x), at(y), A, B, 5));
        assertEquals(found.p(), Association.of(at(x), at(y), A, B, 6).p(), 0.005);
        assertTrue(found.p() > 0 && found.p() < 0.2, "p " + found.p());
    }

    @Test
    void refusesWhatHasNoAnswer(@TempDir Path folder) throws IOException {
        assertEquals("association: all targets are associated alike",
                assertThrows(IllegalArgumentException.class, () -> Association.of(at(0, 0), at(0, 0), A, B, 1)).getMessage());
        assertEquals("association: 1 and 2 targets, 1 and 1 attributes: needs as many targets, two or more, and attributes",
                assertThrows(IllegalArgumentException.class, () -> Association.of(at(0), at(0, 1), A, B, 1)).getMessage());
        Path file = folder.resolve("words.json");
        Files.writeString(file, "{\"targets\": {\"f\": [\"a\", \"b\"], \"g\": [\"c\", \"d\", \"e\"]}, \"attributes\": {}}");
        assertTrue(refusal(file).contains("'f' has 2 words, 'g' 3; needs as many"), refusal(file));
        Files.writeString(file, "{\"targets\": {\"f\": [\"a\", \"b\"]}}");
        assertTrue(refusal(file).contains("1 sets where two are needed"), refusal(file));
        Files.writeString(file, "{\"targets\": {\"f\": [\"a\", \"b\"], \"g\": [\"c\", \"d\"]}, \"attributes\": {\"p\": [\"x\", \"y\"], "
                + "\"q\": [\"z\", \"w\"]}, \"templates\": [\"no slot\"]}");
        assertTrue(refusal(file).contains("'no slot' has no {}"), refusal(file));
        Files.writeString(file, Files.readString(file).replace("no slot", "this is {}"));
        assertEquals(List.of("this is a", "this is b"), AssociatedWords.read(file).texts(List.of("a", "b")));
    }

    private static String refusal(Path file) {
        return assertThrows(CheckpointException.class, () -> AssociatedWords.read(file)).getMessage();
    }
}
