package dev.lathe.train.task;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A tiny model with the head of a task, whose weights are random: as good as trained for all that reads it.
final class TaskDirectory {
    /// Tells in shards where the weights are.
    static final String SHARD = "model-00001-of-00001.safetensors";

    private TaskDirectory() {}

    /// @throws IllegalArgumentException for a task that is not known here: give it a line below
    static Path write(Task<?> task, Path directory) throws IOException {
        TinyModel.encoder(directory);
        Path file = directory.resolve(ConfigFile.NAME);
        BertConfig bert = ConfigFile.read(file).bert().toBuilder()
                .hiddenDropoutProb(0).attentionProbsDropoutProb(0).build();
        ConfigFile.write(file, switch (task.name()) {
            case "sequence-classification" -> config(
                    bert, ModelHead.SEQUENCE_CLASSIFICATION, ProblemType.SINGLE_LABEL_CLASSIFICATION, "bad", "fine", "good");
            case "multi-label" -> config(
                    bert, ModelHead.SEQUENCE_CLASSIFICATION, ProblemType.MULTI_LABEL_CLASSIFICATION, "food", "room");
            case "regression" -> config(bert, ModelHead.SEQUENCE_CLASSIFICATION, ProblemType.REGRESSION, "LABEL_0");
            case "token-classification" ->
                config(bert, ModelHead.TOKEN_CLASSIFICATION, ProblemType.UNSPECIFIED, "NOUN", "VERB", "OTHER");
            case "question-answering" -> config(bert, ModelHead.QUESTION_ANSWERING, ProblemType.UNSPECIFIED);
            case "multiple-choice" -> config(bert, ModelHead.MULTIPLE_CHOICE, ProblemType.UNSPECIFIED);
            case "masked-lm" -> config(bert, ModelHead.MASKED_LM, ProblemType.UNSPECIFIED);
            case "pre-training" -> config(bert, ModelHead.PRE_TRAINING, ProblemType.UNSPECIFIED);
            case "sentence-embedding" -> ModelConfig.encoder(bert);
            default -> throw new IllegalArgumentException(task.name());
        });
        if (task.name().equals("sentence-embedding")) {
            new SentenceModules(Pooling.MEAN, true).write(directory, bert.hiddenSize());
        }
        writeWeights(task, directory);
        return directory;
    }

    private static ModelConfig config(BertConfig bert, ModelHead head, ProblemType problem, String... labels) {
        return new ModelConfig(bert, bert.family().architecture(head), List.of(labels), problem);
    }

    private static void writeWeights(Task<?> task, Path directory) throws IOException {
        try (Device device = Device.cpu(1); var workspace = Workspace.model("tiny", device.backend())) {
            ModelScope scope = ModelScope.root(workspace);
            ModelDirectory opened = ModelDirectory.open(directory);
            task.trained(scope, opened, task.readLength(opened));
            scope.parameters().forEach(parameter -> {
                parameter.initialize(5);
                // Far enough from each other that no two outputs are nearly the same.
                float[] values = parameter.parameter().value().toArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] *= 8;
                }
                parameter.parameter().value().buffer().write(0, values, 0, values.length);
            });
            BertWeights.save(directory.resolve(SHARD), scope.parameters());
            var index = new StringBuilder();
            scope.parameters().forEach(parameter ->
                    index.append(index.isEmpty() ? "" : ", ").append("\"%s\": \"%s\"".formatted(parameter.name(), SHARD)));
            Files.writeString(
                    directory.resolve("model.safetensors.index.json"), "{\"weight_map\": {" + index + "}}");
            Files.delete(directory.resolve("model.safetensors"));
        }
    }
}
