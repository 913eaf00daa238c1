package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.EncoderFolder;
import dev.lathe.bert.directory.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a user points at when a model is to be imported, told by names alone.
sealed interface ImportSource {
    /// An exported encoder, with its `tokenizer.json` beside it.
    record Onnx(Path file) implements ImportSource {}

    /// A directory in Hugging Face's layout.
    record HuggingFace(Path directory) implements ImportSource {}

    /// A file of PyTorch, with the other files of Hugging Face's layout beside it.
    record Torch(Path file) implements ImportSource {}

    /// The files of a TensorFlow checkpoint, by what their paths begin with.
    record TensorFlow(Path prefix) implements ImportSource {}

    /// The ending of the file that lists a TensorFlow checkpoint's variables.
    String INDEX = ".index";

    /// @throws CheckpointException when there is nothing, or nothing that can be imported
    static ImportSource of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return ofDirectory(path);
        }
        if (Files.isRegularFile(path)) {
            return ofFile(path);
        }
        if (Files.exists(path.resolveSibling(path.getFileName() + INDEX))) {
            return new TensorFlow(path);
        }
        throw new CheckpointException(path.toString(), "no such file or directory, and no checkpoint begins so");
    }

    private static ImportSource ofFile(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Matcher tensorFlow = Pattern.compile("(.+)\\.(index|meta|data-\\d{5}-of-\\d{5})").matcher(name);
        if (tensorFlow.matches()) {
            return new TensorFlow(file.resolveSibling(tensorFlow.group(1)));
        }
        if (name.endsWith(".onnx")) {
            return new Onnx(file);
        }
        if (name.matches(".+\\.(bin|pt|pth)")) {
            return new Torch(file);
        }
        if (name.equals("saved_model.pb") || name.equals(WeightFiles.SINGLE)) {
            return ofDirectory(file.toAbsolutePath().getParent());
        }
        throw new CheckpointException(
                file.toString(), "not a checkpoint by its name: .index, .onnx, .bin, .pt, .pth and directories are imported");
    }

    private static ImportSource ofDirectory(Path directory) throws IOException {
        Path saved = directory.resolve(TensorFlowImport.SAVED_VARIABLES);
        if (Files.exists(saved.resolveSibling(saved.getFileName() + INDEX))) {
            return new TensorFlow(saved);
        }
        if (WeightFiles.areIn(EncoderFolder.of(directory))) {
            return new HuggingFace(directory);
        }
        List<Path> candidates = candidates(directory);
        if (candidates.size() == 1) {
            return ofFile(candidates.getFirst());
        }
        throw new CheckpointException(directory.toString(), candidates.isEmpty()
                ? "no checkpoint in it: neither .index, .onnx nor " + WeightFiles.TORCH + WeightFiles.unreadable(directory)
                : candidates.size() + " checkpoints in it, one of them " + candidates.getFirst().getFileName()
                        + ": name the one to import");
    }

    private static List<Path> candidates(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(INDEX) || file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
    }
}
