package dev.lathe.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// A folder of small shell scripts that stand for programs, to be put first on a `PATH`.
///
/// @param folder where they are
public record ScriptFolder(Path folder) {

    /// @param parent where the folder is made
    /// @return an empty one
    public static ScriptFolder in(Path parent) throws IOException {
        return new ScriptFolder(Files.createDirectories(parent.resolve("bin")));
    }

    /// Adds a program.
    ///
    /// @param name what it is called
    /// @param body shell commands
    public void program(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// An environment in which these programs hide the system's.
    ///
    /// @param cache what `LATHE_CACHE` says
    public Map<String, String> environment(Path cache) {
        return Map.of("PATH", folder + ":/usr/bin:/bin", "LATHE_CACHE", cache.toString());
    }

    /// An environment without any program.
    ///
    /// @param cache what `LATHE_CACHE` says
    public static Map<String, String> without(Path cache) {
        return Map.of("PATH", cache.resolve("nothing").toString(), "LATHE_CACHE", cache.toString());
    }
}
