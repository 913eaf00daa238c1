package dev.lathe.tensor.cpu.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JVMs that do not compile vectors, each started with the option that makes it so.
class VectorCompilerTest {
    private static final String TOLD = "running without vector instructions: ";

    /// Before the twenty seconds of computing after which a hand-over gives up by itself.
    @ParameterizedTest
    @Timeout(60)
    @CsvSource(delimiter = '|', textBlock = """
            -Xint                       | this JVM only interprets (-Xint)
            -XX:TieredStopAtLevel=1     | this JVM has its C2 compiler switched off (-XX:TieredStopAtLevel=1)
            -XX:CompilationMode=quick-only | this JVM has its C2 compiler switched off (-XX:TieredStopAtLevel=1)
            -XX:TieredStopAtLevel=3     | this JVM has its C2 compiler switched off (-XX:TieredStopAtLevel)
            -XX:-UseFMA                 | this JVM has no instruction that multiplies and adds (-XX:-UseFMA, or an old processor)
            """)
    void plainLoopsRunAndOneLineSaysWhy(String option, String reason) throws IOException, InterruptedException {
        List<String> lines = run(option);
        assertEquals("CPU, plain Java, 1 thread", lines.getLast());
        List<String> told = lines.stream().filter(line -> line.contains(TOLD)).toList();
        assertEquals(1, told.size(), lines::toString);
        assertTrue(told.getFirst().endsWith(TOLD + reason), told::toString);
    }

    @ParameterizedTest
    @Timeout(120)
    @ValueSource(strings = {"-Xmixed", "-XX:-TieredCompilation"})
    void vectorsRunWhereTheyAreCompiled(String option) throws IOException, InterruptedException {
        List<String> lines = run(option);
        assertEquals("CPU, %s, 1 thread".formatted(VectorLoops.create().form()), lines.getLast());
        assertTrue(lines.stream().noneMatch(line -> line.contains(TOLD)), lines::toString);
    }

    private static List<String> run(String option) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(option, "--add-modules=jdk.incubator.vector",
                "-cp", System.getProperty("java.class.path"), FormProgram.class.getName()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.lines().toList();
    }
}
