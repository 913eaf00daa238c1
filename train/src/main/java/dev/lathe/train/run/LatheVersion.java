package dev.lathe.train.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version of Lathe that is running, as its build wrote it.
public final class LatheVersion {
    public static final String VERSION = read();

    private LatheVersion() {}

    private static String read() {
        try (var in = LatheVersion.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
