package dev.lathe.testkit.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/// A BERT of two layers with random weights, whose vocabulary is a handful of words, in Hugging Face's layout.
///
/// It knows nothing and learns little: enough to fine-tune it in a fraction of a second.
public final class TinyModel {
    /// Features of a token.
    public static final int HIDDEN = 24;

    /// Tokens of the longest text.
    public static final int POSITIONS = 128;

    private static final int LAYERS = 2;
    private static final int HEADS = 3;
    private static final int INTERMEDIATE = 40;
    private static final double DEVIATION = 0.02;
    private static final List<String> VOCABULARY = List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
            "good", "bad", "fine", "awful", "the", "food", "was", "not", "very", "##ly", ".");

    private TinyModel() {}

    /// Writes an encoder without a head.
    ///
    /// @param directory made if it is not there
    public static Path encoder(Path directory) throws IOException {
        write(directory, config(""));
        encoderTensors("").write(directory.resolve("model.safetensors"));
        return directory;
    }

    /// Writes a classifier with a pooler and a head, whose weights are as random as the rest.
    ///
    /// @param labels its labels, two or more, of letters only
    public static Path classifier(Path directory, String... labels) throws IOException {
        var names = new StringJoiner(", ", ", \"id2label\": {", "}");
        for (int i = 0; i < labels.length; i++) {
            names.add("\"%d\": \"%s\"".formatted(i, labels[i]));
        }
        write(directory, config(names.toString()));
        classifierTensors(labels.length).write(directory.resolve("model.safetensors"));
        return directory;
    }

    /// The tensors of [#classifier].
    public static StoredTensors classifierTensors(int labels) {
        var random = new Random(labels);
        // Larger than a trained model's, so that texts differ in their scores.
        return encoderTensors("bert.")
                .random("bert.pooler.dense.weight", random, 0.5, HIDDEN, HIDDEN)
                .filled("bert.pooler.dense.bias", 0, HIDDEN)
                .random("classifier.weight", random, 0.5, labels, HIDDEN)
                .filled("classifier.bias", 0, labels);
    }

    /// The tensors of [#encoder].
    ///
    /// @param prefix before each name, such as `bert.`
    public static StoredTensors encoderTensors(String prefix) {
        var random = new Random(3);
        var tensors = new StoredTensors()
                .random(prefix + "embeddings.word_embeddings.weight", random, DEVIATION, VOCABULARY.size(), HIDDEN)
                .random(prefix + "embeddings.position_embeddings.weight", random, DEVIATION, POSITIONS, HIDDEN)
                .random(prefix + "embeddings.token_type_embeddings.weight", random, DEVIATION, 2, HIDDEN);
        layerNorm(tensors, prefix + "embeddings.");
        for (int i = 0; i < LAYERS; i++) {
            String layer = prefix + "encoder.layer." + i + ".";
            for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
                linear(tensors, layer + "attention." + part, random, HIDDEN, HIDDEN);
            }
            layerNorm(tensors, layer + "attention.output.");
            linear(tensors, layer + "intermediate.dense", random, INTERMEDIATE, HIDDEN);
            linear(tensors, layer + "output.dense", random, HIDDEN, INTERMEDIATE);
            layerNorm(tensors, layer + "output.");
        }
        return tensors;
    }

    /// Writes labelled sentences of the model's words: `positive` where the food is good.
    ///
    /// @param count how many; every second is positive, from the first on
    public static Path sentences(Path file, int count) throws IOException {
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

    private static void write(Path directory, String config) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), config);
        Files.write(directory.resolve("vocab.txt"), VOCABULARY);
        Files.writeString(directory.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
    }

    private static String config(String more) {
        return """
                {"model_type": "bert", "vocab_size": %d, "hidden_size": %d, "num_hidden_layers": %d, \
                "num_attention_heads": %d, "intermediate_size": %d, "max_position_embeddings": %d%s}
                """.formatted(VOCABULARY.size(), HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS, more);
    }

    private static void linear(StoredTensors tensors, String name, Random random, int out, int in) {
        tensors.random(name + ".weight", random, DEVIATION, out, in).filled(name + ".bias", 0, out);
    }

    private static void layerNorm(StoredTensors tensors, String path) {
        tensors.filled(path + "LayerNorm.weight", 1, HIDDEN).filled(path + "LayerNorm.bias", 0, HIDDEN);
    }
}
