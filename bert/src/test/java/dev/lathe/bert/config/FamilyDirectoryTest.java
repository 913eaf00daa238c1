package dev.lathe.bert.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.RandomModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Families on disk: what their files are called inside, and what of them is refused.
class FamilyDirectoryTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void aConfigIsReadAsItWasWritten(Relative relative) throws IOException {
        var config = new ModelConfig(
                relative.config(), relative.family.architecture(ModelHead.TOKEN_CLASSIFICATION),
                List.of("O", "B-X"), ProblemType.UNSPECIFIED);
        Path file = directory.resolve(ConfigFile.NAME);
        ConfigFile.write(file, config);
        assertEquals(config, ConfigFile.read(file));
        assertEquals(ModelHead.TOKEN_CLASSIFICATION, config.head().orElseThrow());
    }

    /// With the keys and in the words of distilbert-base-uncased's own file.
    @Test
    void distilBertsOwnKeysAreRead() throws IOException {
        BertConfig config = read("""
                {"activation": "gelu", "architectures": ["DistilBertForMaskedLM"], "attention_dropout": 0.1, "dim": 768,
                 "dropout": 0.1, "hidden_dim": 3072, "initializer_range": 0.02, "max_position_embeddings": 512,
                 "model_type": "distilbert", "n_heads": 12, "n_layers": 6, "pad_token_id": 0, "qa_dropout": 0.1,
                 "seq_classif_dropout": 0.2, "sinusoidal_pos_embds": false, "tie_weights_": true, "vocab_size": 30522}
                """).bert();
        assertEquals(ModelFamily.DISTILBERT.defaults().numHiddenLayers(6).build(), config);
        assertEquals(0.2, config.classifierDropout());
    }

    @Test
    void aWrittenDistilBertHasTheKeysThatPythonReads() throws IOException {
        ConfigFile.write(directory.resolve(ConfigFile.NAME), ModelConfig.encoder(Relative.DISTILBERT.config()));
        String written = Files.readString(directory.resolve(ConfigFile.NAME));
        for (String key : List.of("\"dim\": 24", "\"n_layers\": 2", "\"n_heads\": 3", "\"hidden_dim\": 56",
                "\"seq_classif_dropout\": 0.2", "\"attention_dropout\": 0.1", "\"activation\": \"gelu\"",
                "\"model_type\": \"distilbert\"", "\"DistilBertModel\"")) {
            assertTrue(written.contains(key), key);
        }
    }

    @Test
    void computationsOfOthersAreRefused() {
        refuses("sinusoidal_pos_embds is true: only learned positions are known", """
                {"model_type": "distilbert", "sinusoidal_pos_embds": true}""");
        refuses("tie_word_embeddings is false: only decoders that are the word embeddings are known", """
                {"model_type": "roberta", "architectures": ["RobertaForMaskedLM"], "tie_word_embeddings": false}""");
        refuses("summary_type mean: only first is known", """
                {"model_type": "electra", "architectures": ["ElectraForMultipleChoice"], "summary_type": "mean"}""");
        refuses("summary_use_proj False: only True is known", """
                {"model_type": "electra", "architectures": ["ElectraForMultipleChoice"], "summary_use_proj": false}""");
        refuses("no 'dim'", """
                {"model_type": "distilbert", "vocab_size": 50, "hidden_size": 24}""");
    }

    @ParameterizedTest
    @EnumSource
    void weightsLoadWithOrWithoutTheFamilysName(Relative relative) throws IOException {
        Path file = directory.resolve(WeightFiles.SINGLE);
        try (var saved = new RandomModel<>(scope -> BertModel.below(scope, relative.config()));
                var alone = new RandomModel<>(scope -> new BertModel(scope, relative.config()))) {
            float[] hidden = saved.answer(BertModel::lastHiddenState);
            BertWeights.save(file, saved.parameters);
            try (var weights = WeightFiles.open(directory)) {
                assertEquals(new BertWeights.Loaded(List.of(), List.of()),
                        BertWeights.load(weights, alone.parameters, 1));
            }
            assertArrayEquals(hidden, alone.answer(BertModel::lastHiddenState));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingHeadIsMadeFromTheSeedAndAMissingEncoderIsAnError(Relative relative) throws IOException {
        Path file = directory.resolve(WeightFiles.SINGLE);
        try (var encoder = new RandomModel<>(scope -> BertModel.below(scope, relative.config()));
                var classifier = new RandomModel<>(
                        scope -> new BertForSequenceClassification(scope, relative.config(), 3))) {
            BertWeights.save(file, encoder.parameters);
            try (var weights = WeightFiles.open(directory)) {
                List<String> made = BertWeights.load(weights, classifier.parameters, 1).initialized();
                assertEquals(4, made.size(), made.toString());
            }
            BertWeights.save(file, encoder.parameters.subList(1, encoder.parameters.size()));
            try (var weights = WeightFiles.open(directory)) {
                String said = assertThrows(CheckpointException.class,
                        () -> BertWeights.load(weights, classifier.parameters, 1)).getMessage();
                assertTrue(said.contains("embeddings.word_embeddings.weight"), said);
            }
        }
    }

    @Test
    void anotherKindOfTokenizerIsNamed() throws IOException {
        ConfigFile.write(directory.resolve(ConfigFile.NAME), ModelConfig.encoder(Relative.ROBERTA.config()));
        Files.writeString(directory.resolve("merges.txt"), "#version: 0.2\n");
        Files.writeString(directory.resolve("vocab.json"), "{}");
        var refusal = assertThrows(CheckpointException.class, () -> ModelDirectory.open(directory));
        assertEquals(directory + ": merges.txt: the tokenizer is byte-level BPE, only WordPiece is known; "
                + "the model can be used with ids", refusal.getMessage());
    }

    @Test
    void aTextLongerThanThePositionsIsRefusedByFamily() {
        try (var roberta = new RandomModel<>(scope -> new BertModel(scope, Relative.ROBERTA.config()))) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> roberta.answer((m, ws, batch) ->
                    m.lastHiddenState(ws, TokenBatch.of(ws, List.of(TokenSequence.of(new int[19], new int[19]))))));
            assertEquals("roberta: 19 tokens: maxPositionEmbeddings is 20 and positions start at 2; truncate or split",
                    refusal.getMessage());
        }
    }

    private ModelConfig read(String text) throws IOException {
        return ConfigFile.read(Files.writeString(directory.resolve(ConfigFile.NAME), text));
    }

    private void refuses(String problem, String text) {
        var refused = assertThrows(CheckpointException.class, () -> read(text));
        assertEquals("config.json: " + problem, refused.getMessage());
    }
}
