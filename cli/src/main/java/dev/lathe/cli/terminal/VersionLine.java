package dev.lathe.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/// The line that `lathe --version` prints, as picocli asks for it.
public final class VersionLine implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    /// What `lathe --version` prints.
    public static String text() {
        return "lathe " + number() + " (JDK " + System.getProperty("java.version") + ")";
    }

    /// The version that the build wrote into this artifact.
    public static String number() {
        try (InputStream in = VersionLine.class.getResourceAsStream("version.txt")) {
            if (in == null) {
                throw new IllegalStateException("version.txt: missing from the lathe-cli artifact; rebuild it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
