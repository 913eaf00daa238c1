package dev.lathe.bert.hub;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.onnx.OnnxFile;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.SentenceModules;
import dev.lathe.bert.directory.WeightFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes a model's directory in Hugging Face's layout from an encoder that was exported to ONNX.
///
/// With a `config.json` beside the graph, it may be of any family and have any head that is known, and the small files beside
/// it are copied. Without one it must be a BERT without a head: the directory holds `config.json`, `model.safetensors`, `tokenizer.json`, `tokenizer_config.json`, `vocab.txt` and,
/// for an embedding model, `modules.json` with a folder for each step. It appears whole, by rename, or not at all.
/// Weights pass through memory in slices.
public final class OnnxImport {
    private OnnxImport() {}

    /// Imports an encoder.
    ///
    /// @param sentence how hidden states become a vector, if the model is one for embeddings
    /// @param type how weights are to be stored: F32, F16 or BF16
    /// @throws CheckpointException when a file is broken or is not what it should be
    /// @throws FileAlreadyExistsException when there is something at `directory`
    public static void run(
            Path onnx, Path tokenizer, Optional<SentenceModules> sentence, StoredType type, Path directory)
            throws IOException {
        try (OnnxFile weights = OnnxFile.open(onnx);
                DirectoryInProgress progress = DirectoryInProgress.beside(directory)) {
            Path made = progress.path();
            ExportedTokenizer tokens = ExportedTokenizer.read(tokenizer);
            BertConfig config = OnnxConfig.of(weights, tokens.padTokenId());
            checkVocabulary(tokens, config);
            ConfigFile.write(made.resolve(ConfigFile.NAME), ModelConfig.encoder(config));
            Path copy = made.resolve("tokenizer.json");
            NamedWriting.of(copy, () -> Files.copy(tokenizer, copy));
            tokens.writeVocabulary(made.resolve("vocab.txt"));
            tokens.writeConfig(made.resolve("tokenizer_config.json"), config.maxPositionEmbeddings());
            if (sentence.isPresent()) {
                sentence.get().within(config).write(made, config.hiddenSize());
            }
            StoredTypeKey.set(made, type);
            WeightExport.write(weights, type, made.resolve(WeightFiles.SINGLE));
            progress.publish();
        }
    }

    /// Imports a model whose small files are in a directory in Hugging Face's layout.
    ///
    /// @return what the user may want to know, as sentences without an end
    /// @throws CheckpointException when a file is broken, or graph and configuration do not fit each other
    static List<String> runWithConfig(Path onnx, Path folder, StoredType type, Path directory) throws IOException {
        try (OnnxFile graph = OnnxFile.open(onnx)) {
            ModelConfig config = ConfigFile.read(folder.resolve(ConfigFile.NAME));
            OnnxModel model = OnnxModel.of(graph, config);
            Checkpoint weights = model.weights();
            model.checkDecoder(weights);
            DirectoryImport.run(folder, weights, type, directory, Optional.of(model.architecture()));
            var notes = new ArrayList<String>();
            if (!model.architecture().equals(config.architecture())) {
                notes.add("config.json says " + config.architecture() + ", the graph is a " + model.architecture());
            }
            for (String output : graph.derivedOutputs()) {
                notes.add("the graph's output '" + output + "' is left out: it is worked out from hidden states");
            }
            return List.copyOf(notes);
        }
    }

    private static void checkVocabulary(ExportedTokenizer tokens, BertConfig config) throws CheckpointException {
        // Fewer tokens than rows are fine: tables are often padded to a round number.
        int count = tokens.vocabulary().size();
        if (count > config.vocabSize()) {
            throw new CheckpointException(
                    tokens.file(), count + " tokens: the word embeddings have " + config.vocabSize() + " rows");
        }
    }
}
