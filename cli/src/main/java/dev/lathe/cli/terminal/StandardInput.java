package dev.lathe.cli.terminal;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/// Standard input by the name that commands have for it: `-`.
public final class StandardInput implements ITypeConverter<Path> {
    private static final Path DEVICE = Path.of("/dev/stdin");

    /// A file that is read, `-` being the system's name of standard input.
    @Override
    public Path convert(String given) {
        return given.equals("-") ? DEVICE : Path.of(given);
    }

    /// Whether that is what a file's name means.
    public static boolean is(Path file) {
        return file.equals(DEVICE);
    }
}
