package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples' programs of one file, which no build compiles: `java` does when they are run.
class ExampleProgramsTest {
    @TempDir
    private Path classes;

    @Test
    void compileAgainstTheLibraries() throws IOException {
        List<Path> programs;
        try (Stream<Path> files = Files.list(Checkout.ROOT.resolve("examples"))) {
            programs = files.filter(Files::isDirectory).flatMap(ExampleProgramsTest::programsIn).toList();
        }
        assertFalse(programs.isEmpty());
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            for (Path program : programs) {
                var messages = new StringWriter();
                boolean compiled = compiler.getTask(messages, manager, null,
                        List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path")),
                        null, manager.getJavaFileObjects(program)).call();
                assertEquals("", messages.toString(), program::toString);
                assertEquals(true, compiled);
            }
        }
    }

    private static Stream<Path> programsIn(Path example) {
        try (Stream<Path> files = Files.list(example)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
