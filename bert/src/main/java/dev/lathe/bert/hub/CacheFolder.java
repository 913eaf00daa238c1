package dev.lathe.bert.hub;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// The folder where fetched models stay: one for the command and for programs that name a known model.
public final class CacheFolder {
    private CacheFolder() {}

    /// `$LATHE_CACHE`, else `$XDG_CACHE_HOME/lathe`, else `~/.cache/lathe`; nothing is made.
    ///
    /// @param environment the value of a variable; empty if there is none
    public static Path named(UnaryOperator<String> environment) {
        String own = environment.apply("LATHE_CACHE");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = environment.apply("XDG_CACHE_HOME");
        // The XDG specification: a relative path is invalid and is to be ignored.
        if (!shared.isEmpty() && Path.of(shared).isAbsolute()) {
            return Path.of(shared, "lathe");
        }
        String home = environment.apply("HOME");
        return Path.of(home.isEmpty() ? System.getProperty("user.home") : home, ".cache", "lathe");
    }

    /// Where a known model is in it once it has been fetched.
    public static Path model(UnaryOperator<String> environment, String name) {
        return named(environment).resolve("models").resolve(name);
    }
}
