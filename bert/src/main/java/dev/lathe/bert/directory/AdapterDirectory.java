package dev.lathe.bert.directory;

import dev.lathe.bert.adapter.AdapterConfig;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.checkpoint.torch.TorchFile;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A directory that holds an adapter, and the folder of the base that it belongs to.
///
/// @param path the adapter's directory
/// @param config what it says
/// @param base folder of the base's weights
public record AdapterDirectory(Path path, AdapterConfig config, Path base) {
    /// What the file of weights is called.
    public static final String WEIGHTS = "adapter_model.safetensors";

    private static final String TORCH = "adapter_model.bin";
    private static final String RECORD = "training.json";
    private static final String RECORDED_FILES = "base_files";
    private static final long MAX_RECORD_BYTES = 1 << 24;
    private static final List<String> CLASSIFIERS = List.of("classifier.weight", "classifier.out_proj.weight");

    /// Whether a directory holds an adapter.
    public static boolean isOne(Path path) {
        return Files.isRegularFile(path.resolve(AdapterConfig.NAME));
    }

    /// Finds out whether its weights are there, before a base is looked for that may be large and far away.
    ///
    /// @throws CheckpointException if they are not
    static void requireWeights(Path path) throws CheckpointException {
        if (!Files.exists(path.resolve(WEIGHTS)) && !Files.exists(path.resolve(TORCH))) {
            throw new CheckpointException(path.toString(), "%s, but neither %s nor %s: the adapter's weights are missing".formatted(
                    AdapterConfig.NAME, WEIGHTS, TORCH));
        }
    }

    /// Both files of weights as one; to be closed.
    ///
    /// @throws CheckpointException if one is missing or broken, or the base's is not that of the training
    AdaptedCheckpoint openWeights() throws IOException {
        requireSameBase();
        Checkpoint own = openOwn();
        boolean opened = false;
        try {
            var both = new AdaptedCheckpoint(WeightFiles.open(base), new PeftCheckpoint(own), config.method());
            opened = true;
            return both;
        } finally {
            if (!opened) {
                own.close();
            }
        }
    }

    private Checkpoint openOwn() throws IOException {
        Path file = path.resolve(WEIGHTS);
        Path torch = path.resolve(TORCH);
        return !Files.exists(file) && Files.exists(torch) ? TorchFile.open(torch) : SafetensorsFile.open(file);
    }

    /// Holds the base's weights against what the training's record says of them, if there is one.
    private void requireSameBase() throws IOException {
        Path file = path.resolve(RECORD);
        if (!Files.exists(file)) {
            return;
        }
        Optional<JsonObject> files = JsonObject.read(file, MAX_RECORD_BYTES).object(RECORDED_FILES);
        if (files.isEmpty()) {
            return;
        }
        for (String name : files.get().keys()) {
            if (name.matches(".*\\.(safetensors|bin)") && Files.exists(base.resolve(name))) {
                String trained = files.get().text(name).orElse("");
                String found = Sha256.of(base.resolve(name));
                if (!found.equals(trained)) {
                    throw new CheckpointException(base.resolve(name).toString(),
                            "not the base of the adapter %s: SHA-256 %.12s…, it was trained on %.12s…".formatted(path, found, trained));
                }
            }
        }
    }

    /// What the adapted model is, where the adapter's directory has no `config.json` of its own, as PEFT leaves it.
    ///
    /// @param model what the base's file says
    ModelConfig config(ModelConfig model) throws IOException {
        ModelHead head = config.head().orElse(model.head().orElse(ModelHead.NONE));
        BertConfig bert = model.bert();
        if (head != ModelHead.SEQUENCE_CLASSIFICATION && head != ModelHead.TOKEN_CLASSIFICATION) {
            return new ModelConfig(bert, bert.family().architecture(head), List.of(), ProblemType.UNSPECIFIED, model.unanswerable());
        }
        int outputs = outputs().orElse(model.labels().size());
        List<String> labels = outputs == model.labels().size() ? model.labels()
                : IntStream.range(0, outputs).mapToObj(i -> "LABEL_" + i).toList();
        return new ModelConfig(bert, bert.family().architecture(head), labels, model.problemType());
    }

    /// The same model, whose texts are shorter by what the adapter's own rows take.
    ModelConfig shortened(ModelConfig model) throws CheckpointException {
        try {
            return model.withVirtualTokens(config.method().virtualTokens());
        } catch (IllegalArgumentException tooMany) {
            throw new CheckpointException(path.resolve(AdapterConfig.NAME).toString(), tooMany.getMessage(), tooMany);
        }
    }

    private Optional<Integer> outputs() throws IOException {
        try (Checkpoint own = openOwn()) {
            for (String name : own.names()) {
                if (CLASSIFIERS.stream().anyMatch(name::endsWith)) {
                    return Optional.of(own.entry(name).shape().getFirst());
                }
            }
        }
        return Optional.empty();
    }

    /// Holds the sizes of an adapter's own configuration against the base's.
    ///
    /// @throws CheckpointException naming both, if they differ
    void requireSizes(BertConfig own, BertConfig other) throws CheckpointException {
        if (!sizes(own).equals(sizes(other))) {
            throw new CheckpointException(path.resolve(ConfigFile.NAME).toString(),
                    "an adapter for a base of %s; %s has %s".formatted(sizes(own), base, sizes(other)));
        }
    }

    private static String sizes(BertConfig config) {
        return "%d layers, hidden %d, intermediate %d, %d tokens".formatted(
                config.numHiddenLayers(), config.hiddenSize(), config.intermediateSize(), config.vocabSize());
    }
}
