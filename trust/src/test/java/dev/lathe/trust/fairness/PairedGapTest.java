package dev.lathe.trust.fairness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedGapTest {
    /// By hand: of the eight sums of ±1 ±2 ±3 two are as far from 0 as 6; of 1, 2 and -3, whose sum is 0, all are.
    @Test
    void pIsTheShareOfSignsThatGoAsFar() {
        assertEquals(new PairedGap(2, 0.25, 8, true), PairedGap.of(new double[] {1, 2, 3}, 1));
        assertEquals(new PairedGap(-2, 0.25, 8, true), PairedGap.of(new double[] {-1, -2, -3}, 1));
        assertEquals(new PairedGap(0, 1, 8, true), PairedGap.of(new double[] {1, 2, -3}, 1));
        // Half of the sums are 0.5 and -0.5.
        assertEquals(new PairedGap(0.5, 0.5, 8, true), PairedGap.of(new double[] {1, 1, -0.5}, 1));
    }

    @Test
    void signsAreDrawnWhereAllAreTooMany() {
        var alike = new double[70];
        Arrays.fill(alike, 0.25);
        assertEquals(new PairedGap(0.25, 1e-5, 100_000, false), PairedGap.of(alike, 1));
        var even = new double[20];
        Arrays.setAll(even, i -> i % 2 == 0 ? 1 : -1);
        assertEquals(1, PairedGap.of(even, 1).p());
        even[0] = 3;
        // The sum of 20 signs of which one counts thrice is not 0 with a chance of
        // 1 - C(19, 11) / 2¹⁹.
        assertEquals(1 - 75582.0 / 524288, PairedGap.of(even, 1).p(), 0.005);
        assertEquals(PairedGap.of(even, 7), PairedGap.of(even, 7));
        assertEquals("paired gap: 1 differences: needs two or more",
                assertThrows(IllegalArgumentException.class, () -> PairedGap.of(new double[1], 1)).getMessage());
    }

    @Test
    void sentencesAndNamesAreReadAndRefused(@TempDir Path folder) throws IOException {
        Path sentences = Files.writeString(folder.resolve("s.txt"), "{} is late.\n\n I met {}. \n");
        Path names = Files.writeString(folder.resolve("n.json"), "{\"women\": [\"Ann\", \"Eve\"], \"men\": [\"Tom\"]}");
        NameTemplates read = NameTemplates.read(sentences, names);
        assertEquals(List.of("I met Ann.", "I met Eve."), read.texts(read.templates().get(1), read.names().get("women")));
        refused(sentences, "Ann is late.\n", names, "'Ann is late.' has no {}");
        refused(sentences, "{} is late.\n", names, "1 sentences where two or more are needed");
        Files.writeString(sentences, "{} is late.\nI met {}.\n");
        refused(names, "{\"women\": [\"Ann\"]}", names, "1 groups where two are needed");
        refused(names, "{\"women\": [], \"men\": [\"Tom\"]}", names, "no names");
    }

    private static void refused(Path file, String text, Path names, String message) throws IOException {
        Files.writeString(file, text);
        String said = assertThrows(CheckpointException.class, () -> NameTemplates.read(names.resolveSibling("s.txt"), names)).getMessage();
        assertTrue(said.contains(message), said);
    }
}
