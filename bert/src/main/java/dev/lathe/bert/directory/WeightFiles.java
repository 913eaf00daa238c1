package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.PresentNames;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.checkpoint.safetensors.ShardedCheckpoint;
import dev.lathe.bert.checkpoint.torch.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the weights in a model's directory.
public final class WeightFiles {
    /// The usual name of a model's weights.
    public static final String SINGLE = "model.safetensors";

    /// What the weights were called before safetensors.
    public static final String TORCH = "pytorch_model.bin";

    private static final String INDEX = ".index.json";
    /// What `lathe import` reads.
    private static final List<String> FOREIGN =
            List.of("model.onnx", "onnx/model.onnx", "bert_model.ckpt.index", "saved_model.pb");
    /// What other libraries call the same weights, and which they are.
    private static final Map<String, String> OTHERS = Map.of("tf_model.h5", "Keras", "flax_model.msgpack", "Flax", "rust_model.ot", "rust-bert");
    private static final Pattern GGUF = Pattern.compile(".+\\.gguf");

    private WeightFiles() {}

    /// Opens `model.safetensors`, or else `pytorch_model.bin`, or the files that the `.index.json` of either lists.
    /// Tensors have the names of today, even if the file is from before 2019.
    ///
    /// @throws CheckpointException when the directory has none of them, or a file is broken
    public static Checkpoint open(Path directory) throws IOException {
        return withPresentNames(openAsStored(directory));
    }

    /// The same checkpoint with the names of today, even if the file is from before 2019; to be closed in its place.
    ///
    /// @throws CheckpointException when a tensor is there under its old name and its new one
    public static Checkpoint withPresentNames(Checkpoint stored) throws IOException {
        return PresentNames.of(stored);
    }

    /// The files of weights that [#open] reads, and the index of shards if there is one: all with the ending of what it finds.
    ///
    /// @return a pattern of names in the directory, as [Files#newDirectoryStream(Path, String)] takes it
    public static String namesIn(Path directory) {
        if (Files.exists(directory.resolve(SINGLE))) {
            return SINGLE;
        }
        if (Files.exists(directory.resolve(SINGLE + INDEX))) {
            return "*.safetensors";
        }
        return Files.exists(directory.resolve(TORCH)) ? TORCH : "*.bin";
    }

    /// Whether a directory has any of the files that [#open] looks for.
    public static boolean areIn(Path directory) {
        return Stream.of(SINGLE, TORCH).anyMatch(name ->
                Files.exists(directory.resolve(name)) || Files.exists(directory.resolve(name + INDEX)));
    }

    private static Checkpoint openAsStored(Path directory) throws IOException {
        Path single = directory.resolve(SINGLE);
        if (Files.exists(single)) {
            return SafetensorsFile.open(single);
        }
        Path index = directory.resolve(SINGLE + INDEX);
        if (Files.exists(index)) {
            return ShardedCheckpoint.ofSafetensors(index);
        }
        Path torch = directory.resolve(TORCH);
        if (Files.exists(torch)) {
            return TorchFile.open(torch);
        }
        Path torchIndex = directory.resolve(TORCH + INDEX);
        if (Files.exists(torchIndex)) {
            return ShardedCheckpoint.ofTorchFiles(torchIndex);
        }
        throw new CheckpointException(
                directory.toString(), "neither " + SINGLE + " nor " + TORCH + ", nor the " + INDEX + " of either" + importable(directory) + unreadable(directory));
    }

    /// What to do with weights of another format.
    private static String importable(Path directory) {
        return FOREIGN.stream().filter(file -> Files.exists(directory.resolve(file))).findFirst()
                .map(file -> "; 'lathe import' makes a model directory of " + file).orElse("");
    }

    /// What is there instead that nothing here reads, and what to do with it; empty if there is no such file.
    public static String unreadable(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().filter(name -> library(name).isPresent()).findFirst()
                    .map(name -> "; %s holds weights for %s, which are not read: transformers' save_pretrained writes %s".formatted(
                            name, library(name).get(), SINGLE)).orElse("");
        }
    }

    private static Optional<String> library(String name) {
        return GGUF.matcher(name).matches() ? Optional.of("llama.cpp") : Optional.ofNullable(OTHERS.get(name));
    }
}
