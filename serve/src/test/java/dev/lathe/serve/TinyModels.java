package dev.lathe.serve;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.heads.BertForMaskedLM;
import dev.lathe.bert.heads.BertForQuestionAnswering;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.heads.BertForTokenClassification;
import dev.lathe.nn.ModelScope;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import dev.lathe.tensor.Workspace;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A model of each kind, of two layers and random weights, on disk.
public final class TinyModels {
    /// Features of a token.
    public static final int HIDDEN = 24;
    /// Tokens that the models read.
    public static final int POSITIONS = 64;

    private static final long SEED = 3;
    private static final List<String> WORDS = List.of(
            "the", "soup", "food", "was", "cold", "warm", "good", "bad", "very", "##ly", "ann", "tom", "came", "late", ".", "?");
    private static final BertConfig BERT = BertConfig.builder()
            .vocabSize(5 + WORDS.size()).hiddenSize(HIDDEN).numHiddenLayers(2).numAttentionHeads(3).intermediateSize(40)
            .maxPositionEmbeddings(POSITIONS).build();

    private TinyModels() {}

    /// `embed`, `label`, `multi`, `rank`, `tag`, `answer` and `mask`, opened; to be closed.
    public static ServedModels open(Path directory, Device device) throws IOException {
        var models = new ArrayList<ServedModel>();
        models.add(ServedModel.open("embed", ModelDirectory.open(embedder(directory.resolve("embed"))), device));
        models.add(ServedModel.open("label", ModelDirectory.open(classifier(
                directory.resolve("label"), ProblemType.SINGLE_LABEL_CLASSIFICATION, "bad", "good")), device));
        models.add(ServedModel.open("multi", ModelDirectory.open(classifier(
                directory.resolve("multi"), ProblemType.MULTI_LABEL_CLASSIFICATION, "food", "people", "time")), device));
        models.add(ServedModel.open("rank", ModelDirectory.open(classifier(
                directory.resolve("rank"), ProblemType.REGRESSION, "score")), device));
        models.add(ServedModel.open("tag", ModelDirectory.open(tagger(directory.resolve("tag"))), device));
        models.add(ServedModel.open("answer", ModelDirectory.open(answerer(directory.resolve("answer"))), device));
        models.add(ServedModel.open("mask", ModelDirectory.open(filler(directory.resolve("mask"))), device));
        return new ServedModels(models);
    }

    /// Whose vectors have length 1.
    public static Path embedder(Path directory) throws IOException {
        write(directory, ModelConfig.encoder(BERT), scope -> new BertModel(scope, BERT));
        new SentenceModules(Pooling.MEAN, true).write(directory, HIDDEN);
        return directory;
    }

    /// Whose vectors have any length.
    public static Path plainEncoder(Path directory) throws IOException {
        write(directory, ModelConfig.encoder(BERT), scope -> new BertModel(scope, BERT));
        return directory;
    }

    public static Path classifier(Path directory, ProblemType type, String... labels) throws IOException {
        return classifier(directory, SEED, type, labels);
    }

    /// @param seed of its weights
    public static Path classifier(Path directory, long seed, ProblemType type, String... labels) throws IOException {
        write(directory, seed, new ModelConfig(BERT, "BertForSequenceClassification", List.of(labels), type),
                scope -> new BertForSequenceClassification(scope, BERT, labels.length));
        return directory;
    }

    public static Path tagger(Path directory) throws IOException {
        List<String> labels = List.of("O", "B-PER", "I-PER");
        write(directory, new ModelConfig(BERT, "BertForTokenClassification", labels, ProblemType.UNSPECIFIED),
                scope -> new BertForTokenClassification(scope, BERT, labels.size()));
        return directory;
    }

    public static Path answerer(Path directory) throws IOException {
        write(directory, new ModelConfig(BERT, "BertForQuestionAnswering", List.of(), ProblemType.UNSPECIFIED),
                scope -> new BertForQuestionAnswering(scope, BERT));
        return directory;
    }

    public static Path filler(Path directory) throws IOException {
        write(directory, new ModelConfig(BERT, "BertForMaskedLM", List.of(), ProblemType.UNSPECIFIED),
                scope -> new BertForMaskedLM(scope, BERT));
        return directory;
    }

    private static void write(Path directory, ModelConfig config, Consumer<ModelScope> build) throws IOException {
        write(directory, SEED, config, build);
    }

    private static void write(Path directory, long seed, ModelConfig config, Consumer<ModelScope> build) throws IOException {
        Files.createDirectories(directory);
        var tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        tokens.addAll(WORDS);
        WordPieceTokenizer.of(Vocabulary.of(tokens), TokenizerOptions.uncased()).save(directory, POSITIONS);
        ConfigFile.write(directory.resolve(ConfigFile.NAME), config);
        try (Device device = Device.cpu(1); var workspace = Workspace.model("tiny", device.backend())) {
            ModelScope scope = ModelScope.root(workspace);
            build.accept(scope);
            scope.parameters().forEach(p -> p.initialize(seed));
            BertWeights.save(directory.resolve(WeightFiles.SINGLE), scope.parameters());
        }
    }
}
