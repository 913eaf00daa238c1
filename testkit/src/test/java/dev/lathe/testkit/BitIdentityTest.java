package dev.lathe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same bits from every op, forward and backward, on any number of threads, at any vector width, in plain Java,
/// interpreted and compiled. Each form runs in a JVM of its own, as the width is fixed when a JVM starts.
class BitIdentityTest {
    private static final String SEED = System.getProperty("test.seed", "42");
    private static final String ALL = "1000000";
    /// Interpreted vector code is some thousand times slower.
    private static final String SMALL = "700";
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @TempDir
    private static Path folder;

    private static Output expected = new Output(List.of(), "");

    private record Output(List<String> lines, String errors) {
        /// What the program says about its run.
        String remark() {
            return lines.getFirst();
        }

        Map<String, String> prints() {
            var prints = new TreeMap<String, String>();
            for (var line : lines.subList(1, lines.size())) {
                int equals = line.lastIndexOf('=');
                prints.put(line.substring(0, equals), line.substring(equals + 1));
            }
            return prints;
        }
    }

    @BeforeAll
    static void runPlainJavaOnOneThread() throws IOException, InterruptedException {
        expected = run(List.of(MODULE, "-Dlathe.vector=plain"), "1", ALL, "0");
        assertEquals("CPU, plain Java, 1 thread, rounds: 1", expected.remark());
        assertTrue(expected.prints().size() > 200, () -> "samples: " + expected.prints().size());
    }

    /// A width that the CPU does not have runs too, only slowly; so no width is left out.
    @ParameterizedTest
    @ValueSource(strings = {"128", "256", "512"})
    void everyVectorWidthGivesTheSameBits(String bits) throws IOException, InterruptedException {
        var got = run(List.of(MODULE, "-Dlathe.vector=" + bits), "2", ALL, "0");
        assertEquals("CPU, vectors of %s bits, 2 threads, rounds: 1".formatted(bits), got.remark());
        assertEquals(expected.prints(), got.prints());
    }

    @Test
    void moreThreadsGiveTheSameBits() throws IOException, InterruptedException {
        assertEquals(expected.prints(), run(List.of(MODULE), "1", ALL, "0").prints());
        assertEquals(expected.prints(), run(List.of(MODULE), "5", ALL, "0").prints());
    }

    @Test
    void plainJavaStepsInWithoutTheVectorModuleAndSaysSo() throws IOException, InterruptedException {
        var got = run(List.of(), "2", ALL, "0");
        assertEquals("CPU, plain Java, 2 threads, rounds: 1", got.remark());
        assertEquals(expected.prints(), got.prints());
        String told = "running without vector instructions; start java with --add-modules jdk.incubator.vector";
        assertEquals(2, got.errors.split(told, -1).length, () -> "one line on standard error, not: " + got.errors);
    }

    @Test
    void interpretedCodeGivesTheSameBits() throws IOException, InterruptedException {
        var got = run(List.of(MODULE, "-Xint"), "2", SMALL, "0");
        assertTrue(got.prints().size() > 150, () -> "samples: " + got.prints().size());
        var wanted = expected.prints();
        wanted.keySet().retainAll(got.prints().keySet());
        assertEquals(wanted, got.prints());
    }

    /// From interpreted to fully compiled within one JVM, each round compared with the first.
    @Test
    void compiledCodeTakesOverWithTheSameBits() throws IOException, InterruptedException {
        var got = run(List.of(MODULE), "2", ALL, "8");
        assertTrue(got.remark().startsWith("CPU, "), got::remark);
        assertEquals(expected.prints(), got.prints());
    }

    private static Output run(List<String> options, String threads, String largest, String seconds)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"),
                FingerprintProgram.class.getName(), threads, SEED, largest, seconds));
        Path out = Files.createTempFile(folder, "prints", ".txt");
        command.add(out.toString());
        Path errors = Files.createTempFile(folder, "err", ".txt");
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(errors.toFile()).start();
        int code = process.waitFor();
        String told = Files.readString(errors, StandardCharsets.UTF_8);
        assertEquals(0, code, () -> command + ": " + told);
        return new Output(Files.readAllLines(out, StandardCharsets.UTF_8), told);
    }
}
