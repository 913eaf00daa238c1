package dev.lathe.train.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that does nothing but replace an output directory, again and again, until it is killed. Each result holds files
/// that all name the same generation; generations count up from the one given.
final class OverwritingProcess {

    static final int FILES = 4;

    private OverwritingProcess() {
    }

    /// @param arguments the directory and the first generation
    public static void main(String[] arguments) throws IOException {
        Path out = Path.of(arguments[0]);
        for (int generation = Integer.parseInt(arguments[1]);; generation++) {
            try (OutputDirectory directory = OutputDirectory.open(out, ExistingOutput.OVERWRITE)) {
                Files.writeString(directory.checkpoints().resolve("step"), "weights");
                Files.writeString(directory.partial().resolve("config.json"), "{}");
                for (int file = 0; file < FILES; file++) {
                    Files.writeString(directory.partial().resolve("file" + file), "generation " + generation);
                }
                directory.complete();
            }
            if (generation == Integer.parseInt(arguments[1])) {
                Files.writeString(out.resolveSibling("running-" + generation), "");
            }
        }
    }
}
