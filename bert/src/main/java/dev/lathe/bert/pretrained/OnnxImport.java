package dev.lathe.bert.pretrained;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.ConfigFile;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.SentenceModules;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.NonFiniteValue;
import dev.lathe.bert.checkpoint.OnnxFile;
import dev.lathe.bert.checkpoint.SafetensorsWriter;
import dev.lathe.bert.checkpoint.TensorToWrite;
import dev.lathe.bert.checkpoint.WeightFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/// Writes a model's directory in Hugging Face's layout from a BERT encoder that was exported to ONNX.
///
/// The directory holds `config.json`, `model.safetensors`, `tokenizer.json`, `tokenizer_config.json`, `vocab.txt` and,
/// for an embedding model, `modules.json` with a folder for each step. It appears whole, by rename, or not at all.
/// Weights pass through memory in slices.
public final class OnnxImport {
    private OnnxImport() {}

    /// Imports an encoder whose use for embeddings is not known.
    ///
    /// @throws CheckpointException when a file is broken or is not what it should be
    /// @throws FileAlreadyExistsException when there is something at `directory`
    public static void run(Path onnx, Path tokenizer, Path directory) throws IOException {
        run(onnx, tokenizer, directory, Optional.empty());
    }

    /// Imports an embedding model.
    ///
    /// @param sentence how hidden states become a vector
    /// @throws CheckpointException when a file is broken or is not what it should be
    /// @throws FileAlreadyExistsException when there is something at `directory`
    public static void run(Path onnx, Path tokenizer, SentenceModules sentence, Path directory) throws IOException {
        run(onnx, tokenizer, directory, Optional.of(sentence));
    }

    private static void run(Path onnx, Path tokenizer, Path directory, Optional<SentenceModules> sentence)
            throws IOException {
        try (OnnxFile weights = OnnxFile.open(onnx);
                DirectoryInProgress progress = DirectoryInProgress.beside(directory)) {
            Path made = progress.path();
            TokenizerJson tokens = TokenizerJson.read(tokenizer);
            BertConfig config = OnnxConfig.of(weights, tokens.padTokenId());
            checkVocabulary(tokens, config);
            checkFinite(weights);
            ConfigFile.write(made.resolve(ConfigFile.NAME), ModelConfig.encoder(config));
            Files.copy(tokenizer, made.resolve("tokenizer.json"));
            tokens.writeVocabulary(made.resolve("vocab.txt"));
            tokens.writeConfig(made.resolve("tokenizer_config.json"), config.maxPositionEmbeddings());
            if (sentence.isPresent()) {
                sentence.get().write(made, config.hiddenSize());
            }
            writeWeights(weights, made.resolve(WeightFiles.SINGLE));
            progress.publish();
        }
    }

    private static void checkVocabulary(TokenizerJson tokens, BertConfig config) throws CheckpointException {
        // Fewer tokens than rows are fine: tables are often padded to a round number.
        int count = tokens.vocabulary().size();
        if (count > config.vocabSize()) {
            throw new CheckpointException(
                    tokens.file(), count + " tokens: the word embeddings have " + config.vocabSize() + " rows");
        }
    }

    private static void checkFinite(OnnxFile weights) throws IOException {
        Optional<NonFiniteValue> broken = weights.firstNonFinite();
        if (broken.isPresent()) {
            NonFiniteValue found = broken.get();
            throw new CheckpointException(
                    weights.file(), "'" + found.tensor() + "' has " + found.value() + " at " + found.index());
        }
    }

    private static void writeWeights(OnnxFile weights, Path path) throws IOException {
        var tensors = new ArrayList<TensorToWrite>();
        for (String name : weights.names().stream().sorted().toList()) {
            tensors.add(TensorToWrite.copyOf(weights, name));
        }
        SafetensorsWriter.write(path, tensors);
    }
}
