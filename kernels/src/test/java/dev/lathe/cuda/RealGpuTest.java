package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What the stand-in can't say: that the committed PTX runs on a GPU.
class RealGpuTest {
    @Test
    void everyOpKeepsItsPromisesOnTheGpu() throws IOException, InterruptedException {
        var program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), RealGpuProgram.class.getName())
                .redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, program.waitFor(), said);
        String last = said.lines().toList().getLast();
        assumeFalse(last.equals(RealGpuProgram.NO_GPU), "needs an NVIDIA GPU and its driver");
        assertEquals(RealGpuProgram.ALL_KEPT, last, said);
    }
}
