package dev.lathe.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.Test;

class PackedSequencesTest {
    @Test
    void laysSequencesOutOneAfterAnother() {
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
            // Plain integers are lengths, all of them: this call was ambiguous once.
            var packed = PackedSequences.of(ws, 3, 1, 2);
            assertEquals(3, packed.count());
            assertEquals(6, packed.tokens());
            assertEquals(3, packed.longest());
            assertEquals(4, packed.start(2));
            assertEquals(6, packed.start(3));
            assertArrayEquals(new int[] {0, 3, 4, 6}, packed.startTensor().toIntArray());
            assertArrayEquals(new int[] {0, 1, 2, 0, 0, 1}, packed.positionTensor().toIntArray());
            assertArrayEquals(new int[] {0, 0, 0, 1, 2, 2}, packed.exampleTensor().toIntArray());
        }
    }

    @Test
    void countsExamplesOnFromTheFirst() {
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
            var packed = PackedSequences.ofPart(ws, 7, 1, 2);
            assertArrayEquals(new int[] {7, 8, 8}, packed.exampleTensor().toIntArray());
            assertArrayEquals(new int[] {7, 8}, packed.sequenceExampleTensor().toIntArray());
            assertArrayEquals(new int[] {0, 1}, packed.firstRowTensor().toIntArray());
            assertArrayEquals(new int[] {0, 0}, packed.sequencePositionTensor().toIntArray());
        }
    }

    @Test
    void refusesEmptySequencesAndNone() {
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
            assertEquals("packed sequences: none given",
                    assertThrows(IllegalArgumentException.class, () -> PackedSequences.of(ws)).getMessage());
            assertEquals("packed sequences: sequence 1 has 0 tokens: needs at least 1",
                    assertThrows(IllegalArgumentException.class, () -> PackedSequences.of(ws, 3, 0)).getMessage());
        }
    }
}
