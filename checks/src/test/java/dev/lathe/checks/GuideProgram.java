package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/// The first program that a guide shows: imports, an empty line, statements.
final class GuideProgram {
    private static final Pattern PROGRAM = Pattern.compile("```java\n((?:import [^\n]*\n)+)\n(.*?)```", Pattern.DOTALL);

    private GuideProgram() {}

    /// Compiles it without a warning and runs it in a folder.
    static JavaRun run(Path guide, Path folder) throws IOException, InterruptedException {
        compile(guide, folder);
        String path = folder + System.getProperty("path.separator") + System.getProperty("java.class.path");
        return JavaRun.of(folder, folder, List.of("-Dlathe.vector=plain", "-cp", path, "Guide"));
    }

    /// Compiles it without a warning, into a folder.
    static void compile(Path guide, Path folder) throws IOException {
        var program = Checkout.matches(guide, PROGRAM).getFirst();
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
    }
}
