package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.cli.Lathe;
import dev.lathe.cli.terminal.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The calls of `./lathe` that a document or script shows.
final class LatheCommands {
    /// Lines that end in a backslash go on. One command has another behind it.
    private static final Pattern COMMAND = Pattern.compile("\\./lathe (privacy attack|[a-z-]+)((?:[^\n]*\\\\\n)*[^\n]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

    private LatheCommands() {}

    /// Every call in a file: the command, then its arguments.
    static List<MatchResult> in(Path file) throws IOException {
        return Checkout.matches(file, COMMAND);
    }

    /// Each option in a file that its command does not know, after the command's name.
    static SortedSet<String> unknownOptions(Path file) throws IOException {
        var unknown = new TreeSet<String>();
        for (MatchResult command : in(file)) {
            String help = help(command.group(1));
            String arguments = command.group(2).replaceFirst(" # .*", "");
            OPTION.matcher(arguments).results().map(MatchResult::group)
                    .filter(option -> !help.contains(option))
                    .forEach(option -> unknown.add(command.group(1) + " " + option));
        }
        return unknown;
    }

    private static String help(String command) {
        var out = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                InputStream.nullInputStream(), new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), 0, Map.of());
        assertEquals(0, Lathe.run(surroundings, (command + " --help").split(" ")), command);
        return out.toString(StandardCharsets.UTF_8);
    }
}
