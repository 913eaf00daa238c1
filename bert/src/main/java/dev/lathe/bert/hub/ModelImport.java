package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.torch.TorchFile;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.directory.EncoderFolder;
import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.directory.WeightFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Writes a model's directory in Hugging Face's layout out of whatever form the model has.
public final class ModelImport {
    private ModelImport() {}

    /// What an import found.
    ///
    /// @param format what the source was taken for
    /// @param assumed what no file said and had to be assumed, or what files say that is not so, as sentences without an end;
    ///     mostly nothing
    /// @param leftOut tensors that are no parameters of the model and stay behind
    public record Report(String format, List<String> assumed, List<String> leftOut) {
        public Report {
            assumed = List.copyOf(assumed);
            leftOut = List.copyOf(leftOut);
        }
    }

    /// Imports a model. Everything but the weights lies beside them: a tokenizer, and a configuration where the weights
    /// do not show it.
    ///
    /// @param source a TensorFlow checkpoint (what its paths begin with, one of its files, its directory or a SavedModel),
    ///     an ONNX file, a file of PyTorch, or a directory in Hugging Face's layout
    /// @param type how weights are to be stored: F32, F16 or BF16, rounded to the nearest, ties to even
    /// @param directory where nothing is yet; it appears whole, by rename, or not at all
    /// @throws CheckpointException when a file is missing or broken, or the files do not fit each other
    /// @throws ArithmeticException when a weight is too large for the type
    /// @throws FileAlreadyExistsException when there is something at `directory`
    public static Report run(Path source, StoredType type, Path directory) throws IOException {
        return ModelMemoryError.reading(source.toString(), () -> imported(source, type, directory));
    }

    private static Report imported(Path source, StoredType type, Path directory) throws IOException {
        return switch (ImportSource.of(source)) {
            case ImportSource.Onnx onnx -> importOnnx(onnx.file(), type, directory);
            case ImportSource.HuggingFace model -> {
                try (var weights = WeightFiles.open(EncoderFolder.of(model.directory()))) {
                    yield new Report("Hugging Face", List.of(),
                            DirectoryImport.run(model.directory(), weights, type, directory));
                }
            }
            case ImportSource.Torch torch -> {
                try (var weights = WeightFiles.withPresentNames(TorchFile.open(torch.file()))) {
                    yield new Report("PyTorch", List.of(),
                            DirectoryImport.run(folder(torch.file()), weights, type, directory));
                }
            }
            case ImportSource.TensorFlow checkpoint -> TensorFlowImport.run(checkpoint.prefix(), type, directory);
        };
    }

    private static Report importOnnx(Path onnx, StoredType type, Path directory) throws IOException {
        // Optimum keeps a graph in a folder 'onnx' of the model's directory.
        Optional<Path> described = Stream.of(folder(onnx), folder(onnx).resolve("..").normalize())
                .filter(folder -> folder.equals(folder(onnx)) || folder(onnx).endsWith("onnx"))
                .filter(folder -> Files.isRegularFile(folder.resolve(ConfigFile.NAME)))
                .findFirst();
        if (described.isPresent()) {
            return new Report("ONNX", OnnxImport.runWithConfig(onnx, described.get(), type, directory), List.of());
        }
        String name = String.valueOf(onnx.getFileName());
        String stem = name.substring(0, name.length() - ".onnx".length());
        Path tokenizer = Stream.of("tokenizer.json", stem + "-tokenizer.json")
                .map(onnx::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new CheckpointException(name, "no tokenizer.json beside it"));
        Optional<SentenceModules> sentence = SentenceModules.read(folder(onnx));
        OnnxImport.run(onnx, tokenizer, sentence, type, directory);
        return new Report("ONNX", List.of(), List.of());
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().getParent();
    }
}
