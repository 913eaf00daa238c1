package dev.lathe.cli;

import dev.lathe.cli.terminal.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What one run of the command line left behind.
///
/// @param code its exit code
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
public record CommandRun(int code, String out, String err) {

    /// Surroundings that keep what is written to them.
    ///
    /// @param surroundings what to hand to the code under test
    /// @param out collects its results
    /// @param err collects all else
    public record Recorder(Surroundings surroundings, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        /// @param environment the environment variables
        /// @return a recorder without a terminal
        public static Recorder with(Map<String, String> environment) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            var surroundings = new Surroundings(InputStream.nullInputStream(),
                    new PrintStream(out, false, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8), 0, environment);
            return new Recorder(surroundings, out, err);
        }

        /// All that was said so far.
        public String said() {
            return err.toString(StandardCharsets.UTF_8);
        }
    }

    /// Runs the command line inside this process.
    public static CommandRun inProcess(Map<String, String> environment, String... arguments) {
        Recorder recorder = Recorder.with(environment);
        int code = Lathe.run(recorder.surroundings(), arguments);
        return new CommandRun(code, recorder.out().toString(StandardCharsets.UTF_8), recorder.said());
    }

    /// A child process that runs the command line, on plain loops: asked for, so that nobody is warned of them.
    public static ProcessBuilder child(String... arguments) {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
                "-Dlathe.vector=plain",
                "-cp", System.getProperty("java.class.path"), "dev.lathe.cli.Lathe"));
        command.addAll(List.of(arguments));
        // As the launcher does: looking for a GPU's driver needs it.
        command.add(1, "--enable-native-access=ALL-UNNAMED");
        return new ProcessBuilder(command);
    }

    /// As [#child], to be interrupted: a build in the background of a shell ignores Ctrl-C's signal, and so would its children.
    public static ProcessBuilder interruptible(String... arguments) {
        ProcessBuilder child = child(arguments);
        child.command().addAll(0, List.of("env", "--default-signal=INT"));
        return child;
    }

    /// Interrupts a process as Ctrl-C does, and waits for its end.
    ///
    /// @return its exit code
    public static int interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still there a minute after it was interrupted");
        }
        return process.exitValue();
    }

    /// The command line of a shell that runs another command line, passes its exit code on and ends only when nothing
    /// can write to standard error any more. Java stops reading when the process itself has ended, and would miss what
    /// comes through the launcher's filter after that.
    ///
    /// @param command a program and its arguments
    public static List<String> toTheLastWord(List<String> command) {
        var shell = new ArrayList<>(List.of("/bin/sh", "-c",
                "{ code=$( { { \"$@\" >&4 4>&-; echo $? >&3; } 2>&1 | cat >&2; } 3>&1 ); } 4>&1; exit $code", "sh"));
        shell.addAll(command);
        return shell;
    }

    /// Waits for a child process and reads what it wrote.
    public static CommandRun of(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new CommandRun(process.waitFor(), out, err);
    }
}
