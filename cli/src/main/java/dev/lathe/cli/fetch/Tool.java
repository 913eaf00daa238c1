package dev.lathe.cli.fetch;

import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.DiskFull;
import dev.lathe.cli.terminal.Surroundings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A program of the user's that fetches for us, run as a child process and ended with us.
///
/// @param name what it is called on the `PATH`
/// @param advice how to get it, for whoever lacks it
record Tool(String name, String advice) {

    static final Tool MAVEN = new Tool("mvn", "install Maven");
    static final Tool NPM = new Tool("npm", "install Node.js with npm");

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(20);
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern NETWORK = Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH"
            + "|ETIMEDOUT|ENOTCACHED|UnknownHost|Unknown host|name resolution|Connection refused|Connection reset"
            + "|Network is unreachable|timed out|transfer failed|in offline mode");

    /// How a run ended.
    ///
    /// @param exitCode 0 when it did its work
    /// @param lines all it printed, without colours
    record Ending(int exitCode, List<String> lines) {
        Ending {
            lines = List.copyOf(lines);
        }

        boolean succeeded() {
            return exitCode == 0;
        }

        /// Whether it failed for a disk without room.
        boolean filledTheDisk() {
            return !succeeded() && lines.stream().anyMatch(DiskFull::isNamedIn);
        }

        /// Whether the output speaks of a network that cannot be reached.
        boolean missedTheNetwork() {
            return lines.stream().anyMatch(line -> NETWORK.matcher(line).find());
        }
    }

    /// Runs the tool to its end and says now and then that it still does.
    ///
    /// @param surroundings the environment it gets
    /// @param folder where it runs
    /// @param purpose completes "still …" while it runs, such as "fetching all-MiniLM-L6-v2"
    /// @param arguments what follows its name
    /// @return its ending, good or bad
    Ending run(Path folder, String purpose, List<String> arguments, Surroundings surroundings) throws IOException {
        var command = new ArrayList<String>();
        command.add(find(surroundings, purpose).toString());
        command.addAll(arguments);
        Path output = folder.resolve("." + name + ".log");
        var builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(surroundings.environment());
        int exitCode = ChildProcess.run(builder, purpose, SIGN_OF_LIFE,
                time -> surroundings.say("still " + purpose + " (" + time.toSeconds() + " s)"));
        var ending = new Ending(exitCode, linesOf(output));
        Files.delete(output);
        return ending;
    }

    private Path find(Surroundings surroundings, String purpose) {
        String path = surroundings.environment().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator)).filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(purpose + ": needs '" + name + "' on the PATH; " + advice));
    }

    private static File nothing() {
        return new File("/dev/null");
    }

    private static List<String> linesOf(Path output) throws IOException {
        // A tool may print in any charset; Latin-1 decodes every byte.
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        return COLOUR.matcher(text).replaceAll("").lines().toList();
    }
}
