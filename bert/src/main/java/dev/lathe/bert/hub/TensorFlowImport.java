package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.tensorflow.TensorFlowCheckpoint;
import dev.lathe.bert.checkpoint.torch.StoredZip;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Writes a model's directory in Hugging Face's layout from a checkpoint of TensorFlow.
///
/// The directory holds `config.json`, `model.safetensors` and the tokenizer's files. It appears whole, by rename, or not
/// at all. Weights pass through memory in slices.
public final class TensorFlowImport {
    private static final String VOCABULARY = "vocab.txt";
    private static final String CONFIGURATION = "bert_config.json";
    /// Where a SavedModel has its checkpoint.
    static final String SAVED_VARIABLES = "variables/variables";

    private static final String SAVED_VOCABULARY = "assets/" + VOCABULARY;
    private static final int MAX_VOCABULARY_BYTES = 1 << 26;
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

    private TensorFlowImport() {}

    /// Imports the checkpoint whose files begin with `prefix`. `vocab.txt` and `bert_config.json` lie beside it, or where
    /// a SavedModel has its assets.
    ///
    /// @param type how weights are to be stored: F32, F16 or BF16
    /// @return what was found; variables of optimisers are not mentioned
    /// @throws CheckpointException when a file is missing or broken, or the files do not fit each other
    /// @throws FileAlreadyExistsException when there is something at `directory`
    public static ModelImport.Report run(Path prefix, StoredType type, Path directory) throws IOException {
        requireOwn(prefix);
        try (TensorFlowCheckpoint weights = TensorFlowCheckpoint.open(prefix)) {
            Path vocabulary = beside(prefix, VOCABULARY).orElseThrow(() -> new CheckpointException(
                    weights.file(), "no " + VOCABULARY + " beside it, which the tokenizer needs"));
            return write(new TensorFlowModel(weights, vocabulary, beside(prefix, CONFIGURATION)), type, directory);
        }
    }

    /// Imports the SavedModel in an archive.
    static ModelImport.Report run(StoredZip archive, StoredType type, Path directory) throws IOException {
        try (TensorFlowCheckpoint weights = TensorFlowCheckpoint.open(archive, SAVED_VARIABLES);
                DirectoryInProgress scratch = DirectoryInProgress.beside(directory)) {
            Path vocabulary = scratch.path().resolve(VOCABULARY);
            byte[] tokens = archive.bytes(SAVED_VOCABULARY, MAX_VOCABULARY_BYTES);
            NamedWriting.of(vocabulary, () -> Files.write(vocabulary, tokens));
            return write(new TensorFlowModel(weights, vocabulary, Optional.empty()), type, directory);
        }
    }

    /// Refuses what lies where the import reads, and is a link to somewhere else.
    private static void requireOwn(Path prefix) throws IOException {
        Path variables = prefix.toAbsolutePath().getParent();
        SourceFolder folder = SourceFolder.of(prefix.toAbsolutePath().endsWith(SAVED_VARIABLES) ? variables.getParent() : variables);
        try (Stream<Path> files = Files.list(variables)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith(prefix.getFileName() + ".")).toList()) {
                folder.requireOwn(file);
            }
        }
        for (String name : List.of(VOCABULARY, CONFIGURATION)) {
            Optional<Path> file = beside(prefix, name);
            if (file.isPresent()) {
                folder.requireOwn(file.get());
            }
        }
    }

    private static Optional<Path> beside(Path prefix, String name) {
        Path folder = prefix.toAbsolutePath().getParent();
        return Stream.of(name, "assets/" + name, "../assets/" + name)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static ModelImport.Report write(TensorFlowModel model, StoredType type, Path directory)
            throws IOException {
        try (DirectoryInProgress progress = DirectoryInProgress.beside(directory)) {
            Path made = progress.path();
            BertConfig config = model.config();
            WordPieceTokenizer tokenizer = model.tokenizer();
            int tokens = tokenizer.vocabulary().size();
            if (tokens > config.vocabSize()) {
                throw new CheckpointException(String.valueOf(model.vocabulary().getFileName()),
                        tokens + " tokens: the word embeddings have " + config.vocabSize() + " rows");
            }
            writeTokenizer(tokenizer, config.maxPositionEmbeddings(), made);
            ConfigFile.write(made.resolve(ConfigFile.NAME), Architecture.of(config, model.weights()));
            StoredTypeKey.set(made, type);
            var leftOut = new ArrayList<>(model.weights().leftOut());
            leftOut.addAll(WeightExport.write(model.weights(), type, made.resolve(WeightFiles.SINGLE)));
            progress.publish();
            return new ModelImport.Report("TensorFlow", model.assumed(), leftOut);
        }
    }

    /// The tokenizer's own files do not know how much text the model takes; Python's users truncate by it.
    private static void writeTokenizer(WordPieceTokenizer tokenizer, int maxLength, Path made) throws IOException {
        Path scratch = made.resolve("tokenizer");
        NamedWriting.of(made, () -> {
            tokenizer.save(scratch);
            return made;
        });
        JsonFile.rewrite(scratch.resolve(TOKENIZER_CONFIG), made.resolve(TOKENIZER_CONFIG), MAX_VOCABULARY_BYTES,
                Set.of(), "model_max_length", json -> json.writeNumber(maxLength));
        Files.delete(scratch.resolve(TOKENIZER_CONFIG));
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.toList()) {
                Files.move(file, made.resolve(scratch.relativize(file)));
            }
        }
        Files.delete(scratch);
    }
}
