package dev.lathe.bert;

import dev.lathe.testkit.model.StoredTensors;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// The tiny model of [TinyModel] with heads whose random weights are large enough for texts to differ.
public final class TinyHeads {
    public static final int VOCABULARY = 16;
    private static final double DEVIATION = 0.5;

    private TinyHeads() {}

    /// A model that labels tokens.
    public static Path tokens(Path directory, String... labels) throws IOException {
        TinyModel.classifier(directory, labels);
        return write(directory, TinyModel.encoderTensors("bert.")
                .random("classifier.weight", new Random(1), DEVIATION, labels.length, TinyModel.HIDDEN)
                .filled("classifier.bias", 0, labels.length));
    }

    /// A model that finds answers.
    public static Path answers(Path directory) throws IOException {
        TinyModel.encoder(directory);
        return write(directory, TinyModel.encoderTensors("bert.")
                .random("qa_outputs.weight", new Random(2), DEVIATION, 2, TinyModel.HIDDEN)
                .filled("qa_outputs.bias", 0, 2));
    }

    /// A model that chooses.
    public static Path choices(Path directory) throws IOException {
        TinyModel.encoder(directory);
        return write(directory, TinyModel.classifierTensors(1));
    }

    /// A model that guesses words.
    public static Path words(Path directory) throws IOException {
        TinyModel.encoder(directory);
        var random = new Random(4);
        String transform = "cls.predictions.transform.";
        return write(directory, TinyModel.encoderTensors("bert.")
                .random(transform + "dense.weight", random, DEVIATION, TinyModel.HIDDEN, TinyModel.HIDDEN)
                .filled(transform + "dense.bias", 0, TinyModel.HIDDEN)
                .filled(transform + "LayerNorm.weight", 1, TinyModel.HIDDEN)
                .filled(transform + "LayerNorm.bias", 0, TinyModel.HIDDEN)
                .random("cls.predictions.bias", random, DEVIATION, VOCABULARY));
    }

    /// Puts a key into a model's `config.json`.
    public static void configure(Path directory, String key, String value) throws IOException {
        Path config = directory.resolve("config.json");
        Files.writeString(config, Files.readString(config)
                .replaceFirst("\\{", "{\"%s\": %s, ".formatted(key, value)));
    }

    private static Path write(Path directory, StoredTensors tensors) throws IOException {
        tensors.write(directory.resolve("model.safetensors"));
        return directory;
    }
}
