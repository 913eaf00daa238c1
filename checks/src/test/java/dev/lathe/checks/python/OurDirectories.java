package dev.lathe.checks.python;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.hub.ModelImport;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.maskedlm.PreTrainingTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes what we write: fine-tuned models of every task, and imports of every kind and type, with our answers beside.
final class OurDirectories {
    /// What is fine-tuned, as `write_directories.py` names it.
    private static final List<String> BASES = List.of("bert-base", "distilbert-base", "electra-base");
    /// Bases whose files hold something of their own, and what each is fine-tuned for.
    private static final Map<String, String> SPECIAL_BASES = new TreeMap<>(Map.ofEntries(
            Map.entry("activation-gelu-new", "sequence-classification"),
            Map.entry("added-tokens-as-plain-words", "sequence-classification"),
            Map.entry("added-tokens-special-normalized", "multiple-choice"),
            Map.entry("added-tokens-whole-words-both-sides", "token-classification"),
            Map.entry("configuration-says-do-lower-case-false", "regression"),
            Map.entry("earlier-sentences-below-0-transformer", "sentence-embedding"),
            Map.entry("fast-cased", "question-answering"),
            Map.entry("fast-cased-strips-accents", "multi-label"),
            Map.entry("safetensors-float16", "masked-lm"),
            Map.entry("sentences-cls", "sentence-embedding"),
            Map.entry("sentences-cut-at-16", "sentence-embedding"),
            Map.entry("slow-with-added-special-tokens", "sequence-classification")));
    /// What is imported, and the file to import; the directory itself if there is none.
    private static final Map<String, String> SOURCES = new TreeMap<>(Map.of(
            "bert-three-labels", "", "distilbert-tokens", "", "electra-discriminator", "", "bert-pretraining", "",
            "torch-zip-masked", "pytorch_model.bin", "safetensors-several-files", "",
            "onnx-by-tracing-bert-three-labels", "model.onnx", "onnx-by-capture-distilbert-tokens", "model.onnx"));

    private final Path theirs;
    private final Path ours;

    private OurDirectories(Path theirs, Path ours) {
        this.theirs = theirs;
        this.ours = ours;
    }

    /// Names of what they have to write first.
    static List<String> bases() {
        var names = new ArrayList<>(BASES);
        names.addAll(SPECIAL_BASES.keySet());
        names.addAll(SOURCES.keySet());
        return names;
    }

    /// @param theirs the folder of [#bases]
    /// @param ours gets a folder for each directory
    static void write(Path theirs, Path ours) throws IOException {
        var directories = new OurDirectories(theirs, ours);
        try (Device device = Device.cpu(1)) {
            for (Task<?> task : Tasks.all()) {
                for (String base : BASES) {
                    if (!(task instanceof PreTrainingTask) || directories.familyOf(base) == ModelFamily.BERT) {
                        directories.tune(base, task, device);
                    }
                }
            }
            for (var base : SPECIAL_BASES.entrySet()) {
                directories.tune(base.getKey(), Tasks.named(base.getValue()), device);
            }
        }
        for (var source : SOURCES.entrySet()) {
            for (StoredType type : List.of(StoredType.F32, StoredType.F16, StoredType.BF16)) {
                directories.convert(source.getKey(), source.getValue(), type);
            }
        }
    }

    /// Of which only one goes on with its pre-training.
    private ModelFamily familyOf(String base) throws IOException {
        return ModelDirectory.open(theirs.resolve(base).resolve("model")).config().bert().family();
    }

    private void tune(String base, Task<?> task, Device device) throws IOException {
        Path folder = Files.createDirectories(ours.resolve(base + "-tuned-for-" + task.name()));
        var options = TrainingOptions.builder().epochs(1).batchSize(2).learningRate(1e-3).seed(3).build();
        new FineTuning(
                        BaseModel.of(theirs.resolve(base).resolve("model")),
                        TrainingData.of(TrainingFiles.write(folder, task.name())), folder.resolve("model"))
                .task(task).options(options).run(device, TrainingListener.NONE);
        OurAnswers.of(folder.resolve("model")).write(folder.resolve("answers.json"));
    }

    private void convert(String name, String file, StoredType type) throws IOException {
        Path folder = Files.createDirectories(ours.resolve(name + "-imported-as-" + type));
        ModelImport.run(theirs.resolve(name).resolve("model").resolve(file), type, folder.resolve("model"));
        OurAnswers.of(folder.resolve("model")).write(folder.resolve("answers.json"));
    }
}
