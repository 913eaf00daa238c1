package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.tokenizer.file.DirectoryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How an embedding model turns hidden states into a vector, as sentence-transformers stores it beside the weights:
/// `modules.json` lists the steps, `1_Pooling/config.json` says how to pool.
///
/// @param pooling how tokens become one vector
/// @param normalize whether the vector is scaled to length 1
/// @param input what is done with a text before the encoder reads it
public record SentenceModules(Pooling pooling, boolean normalize, SentenceInput input) {
    private static final long MAX_BYTES = 1 << 20;
    private static final String TYPE_PREFIX = "sentence_transformers.models.";
    private static final String SENTENCE = "sentence_embedding";

    /// Steps behind an encoder that reads texts as they are.
    public SentenceModules(Pooling pooling, boolean normalize) {
        this(pooling, normalize, SentenceInput.PLAIN);
    }

    /// The steps of a model's directory; where it does not say, the mean of all tokens, not normalised, as
    /// sentence-transformers does. The length is what its files say, where that is less than the encoder's.
    ///
    /// @param config of the encoder in the directory
    /// @throws CheckpointException as [#read]
    static SentenceModules of(EncoderFolder folder, DirectoryFiles files, BertConfig config) throws IOException {
        Optional<SentenceModules> stored = read(folder, files);
        SentenceModules modules = stored.isPresent()
                ? stored.get()
                : new SentenceModules(Pooling.MEAN, false, SentenceInput.ofEncoder(files));
        return modules.within(config);
    }

    /// The same, with no length where it is what the encoder can read anyway.
    ///
    /// @param config of the encoder
    public SentenceModules within(BertConfig config) {
        return new SentenceModules(pooling, normalize, input.within(config.longestSequence()));
    }

    /// Tokens of a text at most, special ones included.
    ///
    /// @param config of the encoder
    public int maxLength(BertConfig config) {
        return input.maxLength().orElse(config.longestSequence());
    }

    /// The steps stored in a model's directory; none when it has no `modules.json`.
    ///
    /// @throws CheckpointException when a file is broken, or asks for a step or a pooling that is not known
    public static Optional<SentenceModules> read(Path directory) throws IOException {
        var folder = EncoderFolder.open(directory);
        return read(folder, new DirectoryFiles(folder.path()));
    }

    private static Optional<SentenceModules> read(EncoderFolder folder, DirectoryFiles files) throws IOException {
        if (folder.steps().isEmpty()) {
            return Optional.empty();
        }
        Optional<Pooling> pooling = Optional.empty();
        boolean normalize = false;
        for (JsonObject step : folder.steps().get()) {
            switch (EncoderFolder.kind(step)) {
                case "Transformer" -> {
                    // the encoder itself
                }
                case "Pooling" -> pooling = Optional.of(
                        Pooling.read(folder.folder(step).resolve(ConfigFile.NAME)));
                case "Normalize" -> {
                    requireSentences(folder.folder(step).resolve(ConfigFile.NAME));
                    normalize = true;
                }
                default -> throw step.problem("type", "'" + step.text("type").orElse("") + "' is not known");
            }
        }
        if (pooling.isEmpty()) {
            throw new CheckpointException(EncoderFolder.MODULES, "no Pooling among its steps");
        }
        return Optional.of(new SentenceModules(
                pooling.get(), normalize, SentenceInput.read(folder.directory(), files)));
    }

    /// Since version 5.4 a normalisation may also be one of each token.
    private static void requireSentences(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        JsonObject config = JsonObject.read(file, MAX_BYTES);
        for (String key : List.of("module_input_name", "module_output_name")) {
            String what = config.text(key).orElse(SENTENCE);
            if (!what.equals(SENTENCE)) {
                throw config.problem(key, "'" + what + "': only " + SENTENCE + " is known");
            }
        }
    }

    /// Writes these steps into a model's directory.
    ///
    /// @param hiddenSize length of the vector that pooling gives
    public void write(Path directory, int hiddenSize) throws IOException {
        List<String> types =
                normalize ? List.of("Transformer", "Pooling", "Normalize") : List.of("Transformer", "Pooling");
        JsonFile.write(directory.resolve(EncoderFolder.MODULES), json -> {
            json.writeStartArray();
            for (int i = 0; i < types.size(); i++) {
                json.writeStartObject();
                json.writeNumberField("idx", i);
                json.writeStringField("name", Integer.toString(i));
                json.writeStringField("path", i == 0 ? "" : folder(i, types.get(i)));
                json.writeStringField("type", TYPE_PREFIX + types.get(i));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        // sentence-transformers looks for the folder of each step, though Normalize has nothing to store.
        for (int i = 1; i < types.size(); i++) {
            Files.createDirectories(directory.resolve(folder(i, types.get(i))));
        }
        // The switches of versions before 5.4: later ones read them too.
        JsonFile.write(directory.resolve(folder(1, "Pooling")).resolve(ConfigFile.NAME), json -> {
            json.writeStartObject();
            json.writeNumberField("word_embedding_dimension", hiddenSize);
            for (Pooling kind : Pooling.values()) {
                json.writeBooleanField(kind.key(), kind == pooling);
            }
            json.writeEndObject();
        });
        input.write(directory);
    }

    private static String folder(int index, String type) {
        return index + "_" + type;
    }
}
