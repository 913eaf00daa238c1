package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a program in a JVM of its own left behind.
///
/// @param out what it printed
/// @param err what it and its JVM complained of
record JavaRun(String out, String err) {
    /// Runs a program that ends without a failure.
    ///
    /// @param folder for what is caught
    /// @param working where it runs
    /// @param arguments of `java`
    static JavaRun of(Path folder, Path working, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(arguments);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        int code = new ProcessBuilder(command).directory(working.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        var run = new JavaRun(Files.readString(out), Files.readString(err));
        assertEquals(0, code, () -> arguments + ": " + run.out + run.err);
        return run;
    }
}
