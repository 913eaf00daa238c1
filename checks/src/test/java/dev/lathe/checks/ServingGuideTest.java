package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide to serving shows: its commands are understood, its program compiles and runs.
class ServingGuideTest {
    private static final Path GUIDE = Checkout.ROOT.resolve("docs/serving.md");
    private static final Path REPLACING = Checkout.ROOT.resolve("docs/replacing.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n((?:import [^\n]*\n)+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void everyCommandKnowsTheOptionsShown() throws IOException {
        assertTrue(LatheCommands.in(GUIDE).size() >= 4, "commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(GUIDE));
        assertTrue(LatheCommands.in(REPLACING).size() >= 6, "commands");
        assertEquals(Set.of(), LatheCommands.unknownOptions(REPLACING));
    }

    @Test
    void theProgramServes() throws IOException, InterruptedException {
        TinyModel.write(folder.resolve("my-encoder"));
        var program = Checkout.matches(GUIDE, PROGRAM).getFirst();
        Path source = Files.writeString(folder.resolve("Guide.java"),
                program.group(1) + "final class Guide {\npublic static void main(String[] args) throws Exception {\n" + program.group(2) + "}\n}\n");
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        String path = System.getProperty("java.class.path");
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            compiler.getTask(messages, manager, null,
                    List.of("-d", folder.toString(), "-Xlint:all,-path,-classfile", "-proc:none", "-classpath", path), null,
                    manager.getJavaFileObjectsFromPaths(List.of(source))).call();
        }
        assertEquals("", messages.toString());
        JavaRun run = JavaRun.of(folder, folder, List.of("-Dlathe.vector=plain", "-cp",
                folder + System.getProperty("path.separator") + path, "Guide"));
        assertTrue(run.out().matches("port [1-9]\\d+\\R"), run.out());
    }
}
