package dev.lathe.cli.terminal;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// All that a command sees of the world outside: its streams and its environment. Tests hand in their own.
///
/// Text goes in and out as UTF-8 whatever the locale says.
///
/// @param in what the user pipes in
/// @param out results, and nothing else
/// @param err progress, warnings and errors
/// @param columns how wide the terminal is that a person watches `err` on; 0 when `err` leads elsewhere
/// @param environment the environment variables
public record Surroundings(InputStream in, PrintStream out, PrintStream err, int columns,
                           Map<String, String> environment) {

    /// Set by the launcher; Java itself can only tell whether standard input and output are a terminal.
    private static final String COLUMNS = "lathe.columns";
    private static final String PREFIX = "lathe: ";
    /// Carriage return, and the terminal's order to erase from there on.
    private static final String CLEAR_LINE = "\r\u001B[K";

    /// Copies the environment, so that it stays as it was.
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /// The streams and environment of this process.
    public static Surroundings ofProcess() {
        var in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        var out = new PrintStream(ResultStream.to(new FileOutputStream(FileDescriptor.out), "standard output"), false, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(StandardError.descriptor()), true, StandardCharsets.UTF_8);
        return new Surroundings(in, out, err, Integer.getInteger(COLUMNS, 0), System.getenv());
    }

    /// Whether a person watches: progress bars go to a terminal, plain lines go elsewhere.
    ///
    /// @return whether `err` is a terminal
    public boolean isTerminal() {
        return columns > 0;
    }

    /// Says one thing to the person at the screen.
    ///
    /// @param line without the program's name and without a line end
    public void say(String line) {
        err.println(PREFIX + line);
    }

    /// Says one thing in the place of what stands in the terminal's last line, such as a progress bar.
    ///
    /// @param line as in [#say(String)]
    public void sayOver(String line) {
        // All in one call: a bar is drawn by a thread of its own.
        err.print(CLEAR_LINE + PREFIX + line + System.lineSeparator());
    }
}
