package dev.lathe.bench.tokenizer;

import java.io.IOException;
import java.nio.file.Path;

/// Loads one vocabulary in a virtual machine that has done nothing yet, and prints the milliseconds.
public final class FreshLoad {
    private FreshLoad() {}

    /// Runs it.
    ///
    /// @param arguments the file
    /// @throws IOException if it cannot be read
    public static void main(String... arguments) throws IOException {
        IO.println(LoadTimes.load(Path.of(arguments[0])));
    }
}
