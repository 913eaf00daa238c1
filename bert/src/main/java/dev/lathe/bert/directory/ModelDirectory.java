package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A model on disk in Hugging Face's layout: `config.json`, a tokenizer and `model.safetensors`.
///
/// In a directory of early sentence-transformers these stand in a folder `0_Transformer`.
///
/// @param path the directory
/// @param encoder the folder in it that holds these, mostly itself
/// @param config sizes of the encoder, and the labels of a head
/// @param tokenizer from `tokenizer.json`, else from `vocab.txt`, and the files beside them
/// @param notices what in its files does not fit together and was decided, a sentence each without an end; mostly nothing
public record ModelDirectory(
        Path path, Path encoder, ModelConfig config, Tokenizer tokenizer, List<String> notices) {
    public ModelDirectory {
        notices = List.copyOf(notices);
    }

    /// Reads everything but the weights.
    ///
    /// @throws CheckpointException if the directory or a file in it is missing or broken, or the files do not fit
    ///     each other
    /// @throws dev.lathe.tokenizer.TokenizerException if the tokenizer's files are broken
    public static ModelDirectory open(Path path) throws IOException {
        Path encoder = encoder(path);
        ConfigFile.Contents contents = ConfigFile.contents(encoder.resolve(ConfigFile.NAME));
        ModelConfig config = contents.config();
        Tokenizer tokenizer =
                ModelMemoryError.reading(path.toString(), () -> TokenizerFiles.load(encoder));
        if (tokenizer.vocabulary().size() > config.bert().vocabSize()) {
            throw new CheckpointException(path.toString(), "vocabulary of %d tokens: %s has vocab_size %d".formatted(
                    tokenizer.vocabulary().size(), ConfigFile.NAME, config.bert().vocabSize()));
        }
        return new ModelDirectory(path, encoder, config, tokenizer, contents.notices());
    }

    /// Reads the configuration alone.
    ///
    /// @throws CheckpointException if the directory or the file is missing or broken
    public static ModelConfig config(Path path) throws IOException {
        return ConfigFile.read(configFile(path));
    }

    /// What in the files of a directory does not fit together and was decided, as [#notices()].
    public static List<String> notices(Path path) throws IOException {
        return ConfigFile.contents(configFile(path)).notices();
    }

    /// Where the configuration is, or should be.
    ///
    /// @throws CheckpointException if there is no such directory, or its `modules.json` is broken
    public static Path configFile(Path path) throws IOException {
        return encoder(path).resolve(ConfigFile.NAME);
    }

    private static Path encoder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new CheckpointException(path.toString(), "no such directory");
        }
        return EncoderFolder.of(path);
    }

    /// The directory's own name, for messages.
    public String name() {
        return String.valueOf(path.toAbsolutePath().normalize().getFileName());
    }

    /// What the head over whole texts was trained for: what the file says, else a number where there is one label and one
    /// of several labels where there are more.
    ///
    /// @throws CheckpointException if the model has no labels, or one that it would always choose
    public ProblemType problemType() throws CheckpointException {
        int labels = config.labels().size();
        if (labels == 0) {
            throw new CheckpointException(configFile(), "no id2label: the model is not trained to classify");
        }
        return switch (config.problemType()) {
            case UNSPECIFIED -> labels == 1 ? ProblemType.REGRESSION : ProblemType.SINGLE_LABEL_CLASSIFICATION;
            case SINGLE_LABEL_CLASSIFICATION -> {
                if (labels == 1) {
                    throw new CheckpointException(configFile(),
                            "problem_type '%s' with the one label '%s': nothing to choose from".formatted(
                                    config.problemType().key(), config.labels().getFirst()));
                }
                yield config.problemType();
            }
            case MULTI_LABEL_CLASSIFICATION, REGRESSION -> config.problemType();
        };
    }

    public String configFile() {
        return encoder.resolve(ConfigFile.NAME).toString();
    }

    /// The labels of a model that is trained to give each text one of several.
    ///
    /// @throws CheckpointException if it is trained for something else, or not at all
    public List<String> classifierLabels() throws CheckpointException {
        String file = configFile();
        if (config.labels().size() < 2) {
            throw new CheckpointException(file, "no id2label: the model is not trained to classify");
        }
        return switch (config.problemType()) {
            case SINGLE_LABEL_CLASSIFICATION, UNSPECIFIED -> config.labels();
            case MULTI_LABEL_CLASSIFICATION, REGRESSION -> throw new CheckpointException(
                    file, "problem_type '%s': the model is not trained to choose one of its labels".formatted(
                            config.problemType().key()));
        };
    }

    /// Opens the weights, in one file or several; to be closed.
    public Checkpoint openWeights() throws IOException {
        return WeightFiles.open(encoder);
    }
}
