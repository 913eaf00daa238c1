package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cuda.driver.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The committed PTX is that of the kernels, and GPUs can run it.
class PtxTest {
    private static final Path SOURCES = Path.of("src/main/cuda");
    private static final Path COMMITTED = Path.of("src/main/resources/dev/lathe/cuda/ptx");
    private static final List<Integer> GPUS = List.of(75, 80, 86, 89, 90);

    @BeforeAll
    static void unpackCompiler() {
        assertEquals(Optional.empty(), PrivateFolder.during(() -> JNvPTXCompiler.setExceptionsEnabled(false)));
    }

    @Test
    void isMadeFromTheKernelsAsTheyAre() throws IOException, NoSuchAlgorithmException {
        for (String family : families()) {
            var digest = MessageDigest.getInstance("SHA-256");
            for (Path header : list(SOURCES, ".cuh")) {
                digest.update(Files.readAllBytes(header));
            }
            digest.update(Files.readAllBytes(SOURCES.resolve(family + ".cu")));
            String hash = HexFormat.of().formatHex(digest.digest());
            assertEquals("// SHA-256 of the .cuh files and %s.cu: %s".formatted(family, hash),
                    Files.readAllLines(committed(family)).get(1),
                    "%s: run kernels/make-ptx.sh".formatted(committed(family)));
        }
    }

    @Test
    void holdsNoFileWithoutASource() throws IOException {
        var expected = new ArrayList<String>();
        for (String family : families()) {
            expected.add(committed(family).getFileName().toString());
        }
        assertEquals(expected, list(COMMITTED, "").stream().map(f -> f.getFileName().toString()).toList());
    }

    @Test
    void isTakenByDriversFromCuda11On() throws IOException {
        for (Path file : list(COMMITTED, ".ptx")) {
            assertTrue(Files.readAllLines(file).contains(".version 7.0"), file.toString());
        }
    }

    @Test
    void assemblesForEveryGpuWithoutStackOrSpills() throws IOException {
        for (String family : families()) {
            for (int gpu : GPUS) {
                String log = assemble(committed(family), gpu);
                assertTrue(log.contains("0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads"), log);
                assertFalse(log.matches("(?s).*[1-9]\\d* bytes (stack|spill).*"), family + ": " + log);
            }
        }
    }

    @Test
    void isWhatNvccMakes(@TempDir Path made) throws IOException, InterruptedException {
        String version = nvccVersion();
        assumeTrue(!version.isEmpty(), "needs nvcc");
        String header = Files.readAllLines(list(COMMITTED, ".ptx").getFirst()).getFirst();
        String release = header.replaceAll(".* nvcc (\\S+) .*", "$1");
        assumeTrue(version.contains(release), "needs nvcc " + release);
        var script = new ProcessBuilder("sh", "make-ptx.sh", made.toString()).inheritIO().start();
        assertEquals(0, script.waitFor());
        for (Path file : list(COMMITTED, ".ptx")) {
            assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(made.resolve(file.getFileName())),
                    file + ": run kernels/make-ptx.sh");
        }
    }

    private static String nvccVersion() throws InterruptedException {
        try {
            var nvcc = new ProcessBuilder("nvcc", "--version").redirectErrorStream(true).start();
            String text = new String(nvcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return nvcc.waitFor() == 0 ? text : "";
        } catch (IOException e) {
            return "";
        }
    }

    /// What the assembler says: registers and spills.
    private static String assemble(Path file, int gpu) throws IOException {
        byte[] text = (Files.readString(file) + "\0").getBytes(StandardCharsets.UTF_8);
        var compiler = new nvPTXCompilerHandle();
        assertEquals(0, JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text));
        int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, 2, new String[] {"--gpu-name=sm_" + gpu, "-v"});
        var size = new long[1];
        String log = "";
        if (result == 0) {
            JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size);
            var bytes = new byte[(int) size[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, bytes);
            log = new String(bytes, StandardCharsets.UTF_8);
        } else {
            JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
            var bytes = new byte[(int) size[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, bytes);
            log = new String(bytes, StandardCharsets.UTF_8);
        }
        JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        assertEquals(0, result, "%s for sm_%d: %s".formatted(file, gpu, log));
        return log;
    }

    private static List<String> families() throws IOException {
        return list(SOURCES, ".cu").stream().map(f -> f.getFileName().toString().replace(".cu", "")).toList();
    }

    private static Path committed(String family) {
        return COMMITTED.resolve(family + ".ptx");
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }
}
