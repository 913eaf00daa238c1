package dev.lathe.bert.directory;

import dev.lathe.bert.adapter.AdapterConfig;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.tokenizer.file.DirectoryFiles;
import dev.lathe.tokenizer.file.JsonSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A model on disk in Hugging Face's layout: `config.json`, a tokenizer and `model.safetensors`.
///
/// In a directory of early sentence-transformers these stand in a folder `0_Transformer`. Each file is read once: who needs
/// more of a model than its path is given this.
public final class ModelDirectory {
    /// The list of files in a directory that `lathe encrypt` has made.
    private static final String ENCRYPTED = "SEALED";
    /// Tables are rounded up to a round number of rows; a vocabulary that fills less of one has lost some.
    private static final double MOST_OF_VOCABULARY = 0.9;

    private final EncoderFolder folder;
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final List<String> notices;
    private final OnceRead embedding;
    private final Optional<AdapterDirectory> adapter;

    private ModelDirectory(
            EncoderFolder folder, ModelConfig config, Tokenizer tokenizer, List<String> notices, OnceRead embedding,
            Optional<AdapterDirectory> adapter) {
        this.folder = folder;
        this.config = config;
        this.tokenizer = tokenizer;
        this.notices = List.copyOf(notices);
        this.embedding = embedding;
        this.adapter = adapter;
    }

    /// What is read when it is first asked for.
    private static final class OnceRead {
        private final DirectoryFiles files;
        private @Nullable SentenceModules modules;

        OnceRead(DirectoryFiles files) {
            this.files = files;
        }

        synchronized SentenceModules modules(EncoderFolder folder, BertConfig bert) throws IOException {
            if (modules == null) {
                modules = SentenceModules.of(folder, files, bert);
            }
            return modules;
        }

        synchronized OptionalInt tokenizersLength() throws IOException {
            return SentenceInput.tokenizersLength(files);
        }
    }

    /// Reads everything but the weights. If the directory holds an adapter, the model is its base with it.
    ///
    /// @throws CheckpointException if the directory or a file in it is missing or broken, or the files do not fit
    ///     each other
    /// @throws dev.lathe.tokenizer.TokenizerException if the tokenizer's files are broken
    public static ModelDirectory open(Path path) throws IOException {
        return open(path, BaseFinder.BY_PATH);
    }

    /// As above.
    ///
    /// @param bases finds the base of an adapter
    public static ModelDirectory open(Path path, BaseFinder bases) throws IOException {
        Objects.requireNonNull(path, "directory: null");
        if (!AdapterDirectory.isOne(path)) {
            return openPlain(path);
        }
        AdapterDirectory.requireWeights(path);
        return open(bases.find(AdapterConfig.read(path).base(), path), path);
    }

    /// A base with an adapter. Configuration and tokenizer are the adapter's, where it has its own.
    ///
    /// @throws CheckpointException as above, and if the adapter is for a base of other sizes, or none
    public static ModelDirectory open(Path base, Path adapter) throws IOException {
        if (!AdapterDirectory.isOne(adapter)) {
            throw new CheckpointException(adapter.toString(), "no " + AdapterConfig.NAME + ": not an adapter");
        }
        if (AdapterDirectory.isOne(base)) {
            throw new CheckpointException(base.toString(), "an adapter itself, not a base; 'lathe merge' makes one of it");
        }
        ModelDirectory of = openPlain(base);
        var adapted = new AdapterDirectory(adapter, AdapterConfig.read(adapter), of.encoder());
        if (!Files.exists(adapter.resolve(ConfigFile.NAME))) {
            return new ModelDirectory(of.folder, adapted.shortened(adapted.config(of.config)), of.tokenizer, of.notices, of.embedding, Optional.of(adapted));
        }
        ModelDirectory own = openPlain(adapter);
        adapted.requireSizes(own.config.bert(), of.config.bert());
        return new ModelDirectory(own.folder, adapted.shortened(own.config), own.tokenizer, own.notices, own.embedding, Optional.of(adapted));
    }

    private static ModelDirectory openPlain(Path path) throws IOException {
        EncoderFolder folder = folder(path);
        Path file = folder.path().resolve(ConfigFile.NAME);
        if (Files.isDirectory(folder.path()) && !Files.exists(file)) {
            throw new CheckpointException(folder.path().toString(), "no " + ConfigFile.NAME + ": not a model directory");
        }
        ConfigFile.Contents contents = ConfigFile.contents(file);
        ModelConfig config = contents.config();
        var files = new DirectoryFiles(folder.path());
        files.known(ConfigFile.NAME, JsonSection.of(file.toString(), contents.values()));
        Tokenizer tokenizer = ModelMemoryError.reading(path.toString(), () -> TokenizerFiles.load(files));
        if (tokenizer.vocabulary().size() > config.bert().vocabSize()) {
            throw new CheckpointException(path.toString(), "vocabulary of %d tokens: %s has vocab_size %d".formatted(
                    tokenizer.vocabulary().size(), ConfigFile.NAME, config.bert().vocabSize()));
        }
        List<String> notices = new ArrayList<>(contents.notices());
        if (tokenizer.vocabulary().size() < MOST_OF_VOCABULARY * config.bert().vocabSize()) {
            notices.add("%s: vocab_size is %d, and the tokenizer has %d tokens: words that it lacks are unknown".formatted(
                    ConfigFile.NAME, config.bert().vocabSize(), tokenizer.vocabulary().size()));
        }
        return new ModelDirectory(folder, config, tokenizer, notices, new OnceRead(files), Optional.empty());
    }

    /// The folder in a model's directory that holds its files, mostly itself.
    ///
    /// @throws CheckpointException if there is no such directory
    public static Path encoderOf(Path path) throws IOException {
        return folder(path).path();
    }

    private static EncoderFolder folder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new CheckpointException(path.toString(), Files.exists(path) ? "a file, not a model's directory"
                    : path.isAbsolute() ? "no such directory" : "no such directory in " + Path.of("").toAbsolutePath());
        }
        if (Files.exists(path.resolve(ENCRYPTED))) {
            throw new CheckpointException(path.toString(), "encrypted; 'lathe decrypt' makes a model of it");
        }
        return EncoderFolder.open(path);
    }

    /// The same files, read with another tokenizer.
    public ModelDirectory withTokenizer(Tokenizer other) {
        return new ModelDirectory(folder, config, other, notices, embedding, adapter);
    }

    /// The same directories as they are now: other files may stand there meanwhile, an adapter's in the place of a model's too.
    ///
    /// @param bases finds the base of such an adapter
    /// @throws CheckpointException as opening does
    public ModelDirectory openedAgain(BaseFinder bases) throws IOException {
        return adapter.isPresent() ? open(adapter.get().base(), adapter.get().path()) : open(path(), bases);
    }

    /// Where its files are: its own directory, or an adapter's and its base's.
    public List<Path> places() {
        return adapter.map(own -> List.of(own.path(), own.base())).orElse(List.of(path()));
    }

    /// The directory.
    public Path path() {
        return folder.directory();
    }

    /// The folder in it that holds these files, mostly itself.
    public Path encoder() {
        return folder.path();
    }

    /// Sizes of the encoder, and the labels of a head.
    public ModelConfig config() {
        return config;
    }

    /// From `tokenizer.json`, else from `vocab.txt`, and the files beside them.
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// What in its files does not fit together and was decided, a sentence each without an end; mostly nothing.
    public List<String> notices() {
        return notices;
    }

    /// How its hidden states become a vector; where it does not say, the mean of all tokens, not normalised, as
    /// sentence-transformers does. The length is what its files say, where that is less than the encoder's.
    ///
    /// @throws CheckpointException if a file of an embedding model is broken, or asks for what is not known
    public SentenceModules sentenceModules() throws IOException {
        return embedding.modules(folder, config.bert());
    }

    /// How many tokens the tokenizer's `model_max_length` allows; empty where it says nothing, or a number beyond all bounds,
    /// which stands for none.
    ///
    /// @throws CheckpointException if the length leaves no room for a text
    public OptionalInt tokenizersLength() throws IOException {
        return embedding.tokenizersLength();
    }

    /// The directory's own name, for messages.
    public String name() {
        return String.valueOf(path().toAbsolutePath().normalize().getFileName());
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
        return encoder().resolve(ConfigFile.NAME).toString();
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

    /// The adapter that belongs to it; mostly none.
    public Optional<AdapterDirectory> adapter() {
        return adapter;
    }

    /// Opens the weights, in one file or several, and those of an adapter with them; to be closed.
    ///
    /// @throws CheckpointException if they are missing or broken, or the base is not the one that the adapter was trained on
    public Checkpoint openWeights() throws IOException {
        return adapter.isPresent() ? adapter.get().openWeights() : WeightFiles.open(encoder());
    }
}
