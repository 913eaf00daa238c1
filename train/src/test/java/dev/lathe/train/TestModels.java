package dev.lathe.train;

import dev.lathe.Device;
import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertModel;
import dev.lathe.bert.BertWeights;
import dev.lathe.bert.ConfigFile;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.checkpoint.WeightFiles;
import dev.lathe.bert.pretrained.KnownModelImport;
import dev.lathe.bert.pretrained.KnownModels;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import dev.lathe.tokenizer.TokenizerOptions;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.WordPieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Real models for tests, from the Maven artifacts on the test class path.
final class TestModels {
    private TestModels() {}

    /// Imports all-MiniLM-L6-v2 into a new directory below `parent`.
    static Path miniLm(Path parent) throws IOException {
        Path directory = parent.resolve("all-MiniLM-L6-v2");
        var resource = TestModels.class.getResource("/all-minilm-l6-v2.onnx");
        if (resource == null) {
            throw new IOException("all-minilm-l6-v2.onnx: not on the class path of the tests");
        }
        try {
            var jar = Path.of(((JarURLConnection) resource.openConnection()).getJarFileURL().toURI());
            KnownModelImport.run(KnownModels.named("all-MiniLM-L6-v2").orElseThrow(), jar, directory);
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(resource.toString(), e));
        }
        return directory;
    }

    /// Makes a model of two layers with random weights, whose vocabulary is a handful of words.
    static Path tiny(Path parent) throws IOException {
        Path directory = Files.createDirectories(parent.resolve("tiny"));
        List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        tokens.addAll(List.of("good", "bad", "fine", "awful", "the", "food", "was", "not", "very", "##ly", "."));
        WordPieceTokenizer.of(Vocabulary.of(tokens), TokenizerOptions.uncased()).save(directory);
        BertConfig config = BertConfig.builder()
                .vocabSize(tokens.size()).hiddenSize(24).numHiddenLayers(2).numAttentionHeads(3).intermediateSize(40)
                .maxPositionEmbeddings(128).build();
        ConfigFile.write(directory.resolve(ConfigFile.NAME), ModelConfig.encoder(config));
        try (Device device = Device.cpu(1); var workspace = Workspace.model("tiny", device.backend())) {
            ModelScope scope = ModelScope.root(workspace);
            new BertModel(scope, config);
            scope.parameters().forEach(p -> p.initialize(3));
            BertWeights.save(directory.resolve(WeightFiles.SINGLE), scope.parameters());
        }
        return directory;
    }

    /// Labelled sentences of the tiny model's words: `positive` where they are good.
    static Path sentences(Path file, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> good = List.of("good", "fine", "not bad", "not awful");
        List<String> bad = List.of("bad", "awful", "not good", "not fine");
        for (int i = 0; i < count; i++) {
            boolean positive = i % 2 == 0;
            String word = (positive ? good : bad).get(i / 2 % 4);
            lines.add("{\"text\": \"the food was %s%s.\", \"label\": \"%s\"}".formatted(
                    "very ".repeat(i % 5), word, positive ? "positive" : "negative"));
        }
        return Files.write(file, lines);
    }
}
