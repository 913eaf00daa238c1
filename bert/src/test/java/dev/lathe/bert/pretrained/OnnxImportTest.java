package dev.lathe.bert.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.ConfigFile;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.SentenceModules;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.bert.checkpoint.SafetensorsFile;
import dev.lathe.bert.checkpoint.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxImportTest {
    @TempDir
    Path directory;

    @BeforeEach
    void writeTokenizer() throws IOException {
        writeTokenizer("{\"a\": 0, \"b\": 1, \"c\": 2, \"[PAD]\": 3}");
    }

    @Test
    void worksOutTheConfigurationFromShapesAndGraph() throws IOException {
        Path made = run(new TinyExport().splittingInto(2).toBytes());
        assertEquals(ModelConfig.encoder(TinyExport.CONFIG), ConfigFile.read(made.resolve("config.json")));
        assertEquals(Optional.empty(), SentenceModules.read(made));
        try (var weights = SafetensorsFile.open(made.resolve("model.safetensors"))) {
            assertEquals(EncoderTensors.of(TinyExport.CONFIG, "").size(), weights.names().size());
            assertEquals(List.of(10, 6), weights.entry("encoder.layer.1.intermediate.dense.weight").shape());
        }
    }

    @Test
    void keepsThePrefixOfAnEncoderBelowAHead() throws IOException {
        Path made = run(new TinyExport("bert.").splittingInto(2).toBytes());
        assertEquals(TinyExport.CONFIG, ConfigFile.read(made.resolve("config.json")).bert());
        try (var weights = SafetensorsFile.open(made.resolve("model.safetensors"))) {
            assertEquals(List.of(6), weights.entry("bert.encoder.layer.1.output.dense.bias").shape());
        }
    }

    @Test
    void refusesAnIncompleteEncoderAndLeavesNothing() throws IOException {
        refuses(
                "no 'encoder.layer.1.output.dense.bias'; nearest 'encoder.layer.0.output.dense.bias'",
                new TinyExport().without("encoder.layer.1.output.dense.bias").splittingInto(2).toBytes());
        refuses(
                "'encoder.layer.0.output.LayerNorm.bias' is [7]: needs [6]",
                new TinyExport().shaped("encoder.layer.0.output.LayerNorm.bias", 7).splittingInto(2).toBytes());
        refuses(
                "'embeddings.word_embeddings.weight' is [72]: needs two axes",
                new TinyExport().shaped("embeddings.word_embeddings.weight", 72).splittingInto(2).toBytes());
        refuses(
                "'encoder.layer.7.output.dense.bias' is no part of a BERT encoder of 2 layers",
                new TinyExport().shaped("encoder.layer.7.output.dense.bias", 6).splittingInto(2).toBytes());
        refuses("hiddenSize 6: not divisible by numAttentionHeads 4", new TinyExport().splittingInto(4).toBytes());
        refuses("its graph does not show the number of attention heads", new TinyExport().toBytes());
        refuses(
                "'embeddings.word_embeddings.weight' has NaN at 0",
                new TinyExport().splittingInto(2).toBytes(Float.NaN));
    }

    @Test
    void refusesMoreTokensThanTheModelHasRows() throws IOException {
        var vocabulary = new StringBuilder("{\"t0\": 0");
        for (int id = 1; id < 13; id++) {
            vocabulary.append(", \"t").append(id).append("\": ").append(id);
        }
        writeTokenizer(vocabulary.append('}').toString());
        byte[] model = new TinyExport().splittingInto(2).toBytes();
        var refused = assertThrows(CheckpointException.class, () -> run(model));
        assertEquals("tokenizer.json: 13 tokens: the word embeddings have 12 rows", refused.getMessage());
    }

    private void refuses(String problem, byte[] model) throws IOException {
        var refused = assertThrows(CheckpointException.class, () -> run(model));
        assertEquals("model.onnx: " + problem, refused.getMessage());
        try (var files = Files.list(directory)) {
            assertEquals(
                    List.of("model.onnx", "tokenizer.json"),
                    files.map(file -> String.valueOf(file.getFileName())).sorted().toList());
        }
    }

    private Path run(byte[] model) throws IOException {
        Path onnx = Files.write(directory.resolve("model.onnx"), model);
        Path made = directory.resolve("made");
        OnnxImport.run(onnx, directory.resolve("tokenizer.json"), Optional.empty(), StoredType.F32, made);
        return made;
    }

    private void writeTokenizer(String vocabulary) throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), """
                {"normalizer": {"type": "BertNormalizer"}, "model": {"type": "WordPiece", "vocab": %s}}"""
                .formatted(vocabulary));
    }
}
