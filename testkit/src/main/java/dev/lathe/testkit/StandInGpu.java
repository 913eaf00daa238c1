package dev.lathe.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The software GPU of the module `kernels`, for tests that start processes of their own.
///
/// @param folder with the driver, the kernels and cuBLAS, all as libraries for the CPU
public record StandInGpu(Path folder) {
    private static final String PROGRAM = "dev.lathe.cuda.StandInProgram";

    /// Whether this machine can build it.
    public static boolean hasCompiler() throws InterruptedException {
        try {
            return new ProcessBuilder("g++", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException notFound) {
            return false;
        }
    }

    /// Builds it, if the tests of `kernels` have not.
    ///
    /// @param kernels folder of that module, whose tests are compiled
    /// @throws IOException if it can't be built; the message is the compiler's
    public static StandInGpu build(Path kernels) throws IOException, InterruptedException {
        Path classes = kernels.resolve("target/test-classes").toAbsolutePath().normalize();
        if (!Files.isDirectory(classes)) {
            throw new IOException(classes + ": the tests of the kernels are not compiled");
        }
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-cp", classes + ":" + System.getProperty("java.class.path"), PROGRAM)
                .directory(kernels.toFile()).redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("stand-in: not built: " + said);
        }
        return new StandInGpu(Path.of(said));
    }

    /// Options for a `java` that is to take it for a GPU with cuBLAS 12.
    public List<String> javaOptions() {
        return List.of(
                "-Dlathe.cuda.driver=" + folder.resolve("libcuda.so.1"),
                "-Dlathe.cuda.kernels=" + folder.resolve("kernels.so"),
                "-Dlathe.cuda.cublas=" + folder.resolve("libcublas.so.12"));
    }
}
