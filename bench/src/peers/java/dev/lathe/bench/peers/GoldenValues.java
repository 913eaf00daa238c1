package dev.lathe.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch;

/// Writes the values that libtorch gives for Lathe's own tests, so that these need no libtorch:
/// `libtorch-tiny-bert.json` and `libtorch-loss-curve.json`.
public final class GoldenValues {

    private GoldenValues() {}

    /// Writes both files.
    ///
    /// @param arguments the folder to write to
    /// @throws IOException when a file can't be written or MiniLM's can't be read
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("golden values: give the folder to write to, got " + arguments.length);
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        torch.set_num_threads(Runtime.getRuntime().availableProcessors());
        new GoldenTinyBert().write(folder.resolve("libtorch-tiny-bert.json"));
        new GoldenLossCurve().write(folder.resolve("libtorch-loss-curve.json"));
    }
}
