package dev.lathe.checks;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenizerOptions;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A model of two layers and random weights, and sentences to train it on: what the README's snippets find on disk.
final class TinyModel {
    private static final List<String> WORDS = List.of(
            "the", "soup", "food", "was", "my", "had", "no", "warmth", "cold", "warm", "good", "bad", "very", ".");

    private TinyModel() {}

    /// Writes a sentence encoder.
    static void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        tokens.addAll(WORDS);
        WordPieceTokenizer.of(Vocabulary.of(tokens), TokenizerOptions.uncased()).save(directory);
        BertConfig config = BertConfig.builder()
                .vocabSize(tokens.size()).hiddenSize(24).numHiddenLayers(2).numAttentionHeads(3).intermediateSize(40)
                .maxPositionEmbeddings(128).build();
        ConfigFile.write(directory.resolve(ConfigFile.NAME), ModelConfig.encoder(config));
        new SentenceModules(Pooling.MEAN, true).write(directory, config.hiddenSize());
        try (Device device = Device.cpu(1); var workspace = Workspace.model("tiny", device.backend())) {
            ModelScope scope = ModelScope.root(workspace);
            new BertModel(scope, config);
            scope.parameters().forEach(p -> p.initialize(3));
            BertWeights.save(directory.resolve(WeightFiles.SINGLE), scope.parameters());
        }
    }

    /// Writes labelled sentences: those with good or warm food are positive.
    static void writeSentences(Path file, int count) throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            boolean positive = i % 2 == 0;
            String word = List.of("good", "bad", "warm", "cold").get(i % 4);
            lines.add("{\"text\": \"the %s was %s%s.\", \"label\": \"%s\"}".formatted(
                    i % 3 == 0 ? "soup" : "food", "very ".repeat(i % 5), word, positive ? "positive" : "negative"));
        }
        Files.write(file, lines);
    }
}
