package dev.lathe.tensor.cpu.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorRegistersTest {
    @ParameterizedTest
    @CsvSource({
        "amd64, 512, 32, 8",
        "amd64, 256, 16, 6",
        "amd64, 128, 16, 6",
        "aarch64, 128, 32, 8",
        "aarch64, 256, 32, 8",
        "riscv64, 128, 16, 6"
    })
    void aTileHasAsManyRowsAsTheRegistersOfTheProcessorHold(String architecture, int widest, int registers, int rows) {
        VectorRegisters found = VectorRegisters.of(architecture, widest);
        assertEquals(registers, found.count());
        assertEquals(rows, found.tiles().rows());
    }
}
