package dev.lathe.bert.directory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Embedding models in the layouts of sentence-transformers, old and new. The numbers are the first four of the vectors
/// that its version 6.0.1 gives for the same files.
class StoredEmbeddersTest {
    private static final List<String> TEXTS = List.of("The Food was VERY good .", "good ".repeat(30) + "bad");
    private static final float[] SHORT = {-0.3990740f, 0.5434396f, -0.8871796f, -0.4831288f};
    private static final float[] LONG_CUT_AT_8 = {-0.1897905f, 0.8955604f, -0.8608747f, -0.1750036f};

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyModel.encoder(folder.resolve("model"));
    }

    /// Version 6 keeps the length in `tokenizer_config.json` alone.
    @Test
    void theTokenizersLengthCounts() throws IOException {
        write("modules.json", """
                [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.base.modules.transformer.Transformer"},
                 {"idx": 1, "name": "1", "path": "1_Pooling",
                  "type": "sentence_transformers.sentence_transformer.modules.pooling.Pooling"}]""");
        write("1_Pooling/config.json", """
                {"embedding_dimension": 24, "pooling_mode": "mean", "include_prompt": true}""");
        write("sentence_bert_config.json", """
                {"transformer_task": "feature-extraction", "module_output_name": "token_embeddings"}""");
        write("tokenizer_config.json", """
                {"do_lower_case": true, "model_max_length": 12}""");
        assertVectors(SHORT, new float[] {-0.0568617f, 1.2238209f, -0.8249169f, -0.0533261f});
        write("config_sentence_transformers.json", """
                {"default_prompt_name": "q", "prompts": {"q": "very bad: ", "document": ""}}""");
        assertVectors(
                new float[] {-0.3529595f, 0.5956513f, -0.9767595f, -0.5022792f},
                new float[] {-0.1755841f, 1.0194025f, -0.8617908f, -0.2126345f});
    }

    @Test
    void theFirstTokenIsPooledAndScaled() throws IOException {
        new SentenceModules(Pooling.MEAN, true).write(model, TinyModel.HIDDEN);
        write("1_Pooling/config.json", """
                {"embedding_dimension": 24, "pooling_mode": "cls"}""");
        write("tokenizer_config.json", """
                {"do_lower_case": true, "model_max_length": 12}""");
        assertVectors(
                new float[] {-0.0022147f, 0.2469791f, -0.2085487f, -0.1549321f},
                new float[] {-0.0026814f, 0.2456349f, -0.2091368f, -0.1564162f});
    }

    @Test
    void aNumberBeyondAllBoundsIsNoLength() throws IOException {
        write("tokenizer_config.json", """
                {"do_lower_case": true, "model_max_length": 1000000000000000019884624838656}""");
        assertEquals(TinyModel.POSITIONS, TextEmbedder.Options.of(model).maxLength());
        write("tokenizer_config.json", """
                {"do_lower_case": true, "model_max_length": 512}""");
        assertEquals(TinyModel.POSITIONS, TextEmbedder.Options.of(model).maxLength());
        assertVectors(SHORT, new float[] {-0.0699279f, 1.2980878f, -0.8046399f, -0.0445121f});
    }

    /// With the version's number in a `config.json` that is none of a model.
    @Test
    void anEarlyModelIsInAFolderOfItsOwn() throws IOException {
        Path encoder = Files.createDirectory(model.resolve("0_Transformer"));
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.move(file, encoder.resolve(file.getFileName()));
            }
        }
        write("config.json", "{\"__version__\": \"0.2.5.1\"}");
        write("modules.json", """
                [{"idx": 0, "name": "0", "path": "0_Transformer", "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]""");
        write("1_Pooling/config.json", """
                {"word_embedding_dimension": 24, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true}""");
        write("0_Transformer/sentence_bert_config.json", "{\"max_seq_length\": 8, \"do_lower_case\": false}");
        assertVectors(SHORT, LONG_CUT_AT_8);
        write("0_Transformer/tokenizer_config.json", "{\"do_lower_case\": false}");
        assertVectors(new float[] {-0.6554347f, 0.2427538f, -0.9695106f, -0.6317767f}, LONG_CUT_AT_8);
        write("0_Transformer/sentence_bert_config.json", "{\"max_seq_length\": 8, \"do_lower_case\": true}");
        assertVectors(SHORT, LONG_CUT_AT_8);
    }

    @Test
    void otherFamiliesFilesAreReadToo() throws IOException {
        new SentenceModules(Pooling.MEAN, false).write(model, TinyModel.HIDDEN);
        for (String family : List.of("roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet")) {
            Path file = write("sentence_" + family + "_config.json", "{\"max_seq_length\": 8}");
            assertVectors(SHORT, LONG_CUT_AT_8);
            Files.delete(file);
        }
    }

    /// As it is given where the command is run in it, or by way of another.
    @Test
    void anyPathToADirectoryIsOne() throws IOException {
        new SentenceModules(Pooling.MEAN, false).write(model, TinyModel.HIDDEN);
        Path here = Path.of("").toAbsolutePath();
        Path link = Files.createSymbolicLink(folder.resolve("link"), model);
        for (Path path : List.of(
                here.relativize(model), model.resolve("."), model.resolve("1_Pooling/.."), link, Path.of(model + "/"))) {
            assertEquals(Pooling.MEAN, SentenceModules.read(path).orElseThrow().pooling());
            try (var embedder = TextEmbedder.load(path)) {
                assertArrayEquals(SHORT, Arrays.copyOf(embedder.embed(TEXTS.getFirst()), 4), 1e-5f);
            }
        }
        assertEquals("model", ModelDirectory.open(model.resolve("1_Pooling/..")).name());
    }

    private void assertVectors(float[]... expected) throws IOException {
        try (var embedder = TextEmbedder.load(model)) {
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], Arrays.copyOf(embedder.embed(TEXTS.get(i)), 4), 1e-5f);
            }
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = model.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
