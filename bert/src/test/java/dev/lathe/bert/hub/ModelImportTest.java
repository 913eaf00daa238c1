package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.TinyBundle;
import dev.lathe.bert.checkpoint.TinyOnnx;
import dev.lathe.bert.checkpoint.TinyTorch;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.StoredType;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.directory.ModelDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelImportTest {
    @TempDir
    Path directory;

    @Test
    void aCheckpointOfGoogleBecomesADirectoryThatOpens() throws IOException {
        google(TinyBertValues.bundle("").variable("global_step", TinyBundle.I64, new byte[8]), TinyBertValues.BERT_CONFIG);
        for (String source : List.of("google", "google/bert_model.ckpt", "google/bert_model.ckpt.index",
                "google/bert_model.ckpt.data-00000-of-00001")) {
            Path made = directory.resolve("made from " + source.length());
            assertEquals(new ModelImport.Report("TensorFlow", List.of(), List.of()), run(source, made));
            assertHoldsTheWeights(made, StoredType.F32);
            ModelDirectory model = ModelDirectory.open(made);
            assertEquals(TinyBertValues.CONFIG, model.config().bert());
            assertEquals("BertForMaskedLM", model.config().architecture());
            assertTrue(model.tokenizer().lowercases());
            assertEquals(TinyBertValues.VOCABULARY, Files.readString(made.resolve("vocab.txt")));
            assertTrue(Files.readString(made.resolve("tokenizer_config.json")).contains("\"model_max_length\": 8"));
        }
    }

    @Test
    void aSavedModelNeedsNoConfiguration() throws IOException {
        Path saved = directory.resolve("saved");
        TinyBertValues.bundle("module/").variable("extra", new float[1], 1).store(saved.resolve("variables/variables"));
        Files.createDirectories(saved.resolve("assets"));
        Files.writeString(saved.resolve("saved_model.pb"), "");
        Files.writeString(saved.resolve("assets/vocab.txt"), TinyBertValues.VOCABULARY.replace("\nb\n", "\nB\n"));
        Path made = directory.resolve("made");
        assertEquals(new ModelImport.Report("TensorFlow",
                List.of("no bert_config.json: attention heads of 64 features, as all of Google's have"), List.of("extra")),
                run("saved/saved_model.pb", made));
        assertHoldsTheWeights(made, StoredType.F32);
        assertEquals(TinyBertValues.CONFIG, ConfigFile.read(made.resolve("config.json")).bert());
        assertFalse(ModelDirectory.open(made).tokenizer().lowercases());
    }

    @Test
    void aCheckpointWithoutItsOtherFilesIsRefusedAndLeavesNothing() throws IOException {
        google(TinyBertValues.bundle(""), TinyBertValues.BERT_CONFIG.replace("\"intermediate_size\": 10", "\"intermediate_size\": 9"));
        refuses("bert_model.ckpt.index: 'bert.encoder.layer.0.intermediate.dense.weight' is [10,128]: needs [9,128]", "google");
        Files.delete(directory.resolve("google/vocab.txt"));
        refuses("bert_model.ckpt.index: no vocab.txt beside it, which the tokenizer needs", "google");
        Files.writeString(directory.resolve("google/vocab.txt"), TinyBertValues.VOCABULARY + "d\n");
        Files.delete(directory.resolve("google/bert_config.json"));
        refuses("vocab.txt: 13 tokens: the word embeddings have 12 rows", "google");
        TinyBertValues.bundle("").store(directory.resolve("google/other"));
        refuses(directory.resolve("google") + ": 2 checkpoints in it, one of them bert_model.ckpt.index: name the one to import",
                "google");
    }

    @Test
    void aDirectoryOfPyTorchKeepsItsFilesAndLosesWhatIsThereTwice() throws IOException {
        var torch = TinyBertValues.torch()
                .tensor("cls.predictions.decoder.weight",
                        TinyBertValues.values("bert.embeddings.word_embeddings.weight"), 12, 128)
                .tensor("cls.predictions.decoder.bias", TinyBertValues.values("cls.predictions.bias"), 12)
                .storage("ids", new byte[64])
                .view("bert.embeddings.position_ids", "LongStorage", "ids", 8, 0, new long[] {1, 8}, new long[] {8, 1})
                .view("counter", "LongStorage", "ids", 8, 0, new long[] {1}, new long[] {1});
        Path source = torchDirectory(torch);
        Path made = directory.resolve("made");
        assertEquals(new ModelImport.Report("Hugging Face", List.of(), List.of("counter")), run("torch", made));
        assertHoldsTheWeights(made, StoredType.F32);
        assertEquals(Set.of("0_Steps", "config.json", "model.safetensors", "vocab.txt"), names(made));
        assertTrue(Files.readString(made.resolve("config.json")).contains("\"finetuning_task\": \"none\""));
        assertEquals(-1, Files.mismatch(source.resolve("0_Steps/config.json"), made.resolve("0_Steps/config.json")));

        Files.move(source.resolve("pytorch_model.bin"), source.resolve("epoch3.pt"));
        assertEquals("PyTorch", run("torch/epoch3.pt", directory.resolve("again")).format());
        assertEquals(-1, Files.mismatch(made.resolve("model.safetensors"), directory.resolve("again/model.safetensors")));
    }

    @Test
    void aDirectoryMayBeALinkAndTheNewOneInsideIt() throws IOException {
        torchDirectory(TinyBertValues.torch());
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("torch"));
        Path made = directory.resolve("link/made");
        run("link", made);
        assertEquals(Set.of("0_Steps", "config.json", "model.safetensors", "vocab.txt"), names(made));
        assertEquals(Set.of("0_Steps", "config.json", "made", "pytorch_model.bin", "vocab.txt"),
                names(directory.resolve("torch")));
    }

    @Test
    void linksOutOfTheDirectoryAreNotFollowed() throws IOException {
        Path source = torchDirectory(TinyBertValues.torch());
        Path secret = Files.writeString(directory.resolve("secret"), "hunter2").toRealPath();
        Files.createSymbolicLink(source.resolve("notes.txt"), secret);
        refuses(source.toRealPath().resolve("notes.txt") + ": a link out of the directory, to " + secret + ": it is not followed",
                "torch");
        Files.delete(source.resolve("notes.txt"));
        Path weights = Files.move(source.resolve("pytorch_model.bin"), directory.resolve("elsewhere.bin")).toRealPath();
        Files.createSymbolicLink(source.resolve("pytorch_model.bin"), weights);
        refuses(source.resolve("pytorch_model.bin") + ": a link out of the directory, to " + weights + ": it is not followed",
                "torch");
    }

    @Test
    void linksBesideTensorFlowsFilesAreNotFollowed() throws IOException {
        google(TinyBertValues.bundle(""), TinyBertValues.BERT_CONFIG);
        Path source = directory.resolve("google");
        for (String name : List.of("vocab.txt", "bert_model.ckpt.data-00000-of-00001")) {
            Path elsewhere = Files.move(source.resolve(name), directory.resolve("elsewhere")).toRealPath();
            Files.createSymbolicLink(source.resolve(name), elsewhere);
            refuses(source.resolve(name).toAbsolutePath() + ": a link out of the directory, to " + elsewhere + ": it is not followed",
                    "google/bert_model.ckpt");
            Files.delete(source.resolve(name));
            Files.move(elsewhere, source.resolve(name));
        }
        run("google/bert_model.ckpt", directory.resolve("made"));
    }

    @Test
    void linksOutOfAnEncodersOwnFolderAreNotFollowed() throws IOException {
        Path source = torchDirectory(TinyBertValues.torch());
        Path encoder = Files.createDirectory(source.resolve("0_Transformer"));
        Files.writeString(source.resolve("modules.json"),
                "[{\"idx\": 0, \"path\": \"0_Transformer\", \"type\": \"sentence_transformers.models.Transformer\"}]");
        for (String name : List.of("config.json", "vocab.txt")) {
            Files.move(source.resolve(name), encoder.resolve(name));
        }
        Path weights = Files.move(source.resolve("pytorch_model.bin"), directory.resolve("elsewhere.bin")).toRealPath();
        Files.createSymbolicLink(encoder.resolve("pytorch_model.bin"), weights);
        refuses(encoder.resolve("pytorch_model.bin") + ": a link out of the directory, to " + weights + ": it is not followed",
                "torch");
    }

    @Test
    void aDirectoryOfHuggingFacesCacheIsLinksToTheFilesOfItsModel() throws IOException {
        Path source = torchDirectory(TinyBertValues.torch());
        Path snapshot = Files.createDirectories(directory.resolve("models--x/snapshots/1"));
        Path blobs = Files.createDirectories(directory.resolve("models--x/blobs"));
        for (String name : List.of("config.json", "vocab.txt", "pytorch_model.bin")) {
            Files.move(source.resolve(name), blobs.resolve("sum-of-" + name));
            Files.createSymbolicLink(snapshot.resolve(name), Path.of("../../blobs/sum-of-" + name));
        }
        run("models--x/snapshots/1", directory.resolve("made"));
        assertEquals(Set.of("config.json", "model.safetensors", "vocab.txt"), names(directory.resolve("made")));
    }

    @Test
    void aDecoderOfItsOwnIsKept() throws IOException {
        float[] other = TinyBertValues.values("bert.embeddings.word_embeddings.weight");
        other[100] = -1;
        torchDirectory(TinyBertValues.torch().tensor("cls.predictions.decoder.weight", other, 12, 128));
        run("torch", directory.resolve("made"));
        try (var weights = SafetensorsFile.open(directory.resolve("made/model.safetensors"))) {
            assertTrue(weights.find("cls.predictions.decoder.weight").isPresent());
        }
    }

    @Test
    void weightsAreRoundedToHalfPrecisionOnRequest() throws IOException {
        Path source = torchDirectory(TinyBertValues.torch());
        for (var type : List.of(StoredType.F16, StoredType.BF16)) {
            Path made = directory.resolve(type.name());
            ModelImport.run(source, type, made);
            assertHoldsTheWeights(made, type);
            String config = Files.readString(made.resolve("config.json"));
            assertTrue(config.contains("\"torch_dtype\": \"" + (type == StoredType.F16 ? "float16" : "bfloat16") + "\""), config);
            assertFalse(config.contains("\"dtype\""), config);
        }
        // And back, from safetensors this time.
        Path back = directory.resolve("back");
        ModelImport.run(directory.resolve("F16"), StoredType.F32, back);
        try (var weights = SafetensorsFile.open(back.resolve("model.safetensors"))) {
            assertEquals(StoredType.F32, weights.entry("cls.predictions.bias").type());
        }
    }

    @Test
    void anOnnxFileIsImportedWithTheTokenizerBesideIt() throws IOException {
        Path onnx = Files.createDirectory(directory.resolve("onnx"));
        Files.write(onnx.resolve("tiny.onnx"), TinyOnnx.encoder());
        refuses("tiny.onnx: no tokenizer.json beside it", "onnx");
        Files.writeString(onnx.resolve("tiny-tokenizer.json"), """
                {"normalizer": {"type": "BertNormalizer"},
                 "model": {"type": "WordPiece", "vocab": {"a": 0, "b": 1, "c": 2, "[PAD]": 3}}}""");
        assertEquals("ONNX", run("onnx", directory.resolve("made")).format());
        assertEquals(OnnxImportTest.CONFIG, ConfigFile.read(directory.resolve("made/config.json")).bert());
    }

    @Test
    void whatIsNoModelIsRefusedByName() throws IOException {
        refuses(directory.resolve("nothing") + ": no such file or directory, and no checkpoint begins so", "nothing");
        Files.createDirectory(directory.resolve("empty"));
        refuses(directory.resolve("empty") + ": no checkpoint in it: neither .index, .onnx nor pytorch_model.bin", "empty");
        Files.createFile(directory.resolve("empty/tf_model.h5"));
        refuses(directory.resolve("empty") + ": no checkpoint in it: neither .index, .onnx nor pytorch_model.bin; tf_model.h5 holds weights"
                + " for Keras, which are not read: transformers' save_pretrained writes model.safetensors", "empty");
        Files.writeString(directory.resolve("notes.txt"), "");
        refuses(directory.resolve("notes.txt")
                + ": not a checkpoint by its name: .index, .onnx, .bin, .pt, .pth and directories are imported", "notes.txt");
    }

    @Test
    void brokenWeightsLeaveNothing() throws IOException {
        float[] broken = TinyBertValues.values("bert.pooler.dense.bias");
        broken[7] = Float.NaN;
        Path source = torchDirectory(TinyBertValues.torch().tensor("x", broken, 128));
        refuses("pytorch_model.bin: 'x' has NaN at 7", "torch");
        Files.writeString(source.resolve("vocab.txt"), TinyBertValues.VOCABULARY + "d\n");
        refuses(source + ": vocabulary of 13 tokens: config.json has vocab_size 12", "torch");
        Files.writeString(source.resolve("vocab.txt"), TinyBertValues.VOCABULARY);
        Files.write(source.resolve("pytorch_model.bin"), TinyBertValues.torch().tensor("x", new float[] {1e6f}, 1).toBytes());
        var refused = assertThrows(ArithmeticException.class,
                () -> ModelImport.run(source, StoredType.F16, directory.resolve("made")));
        assertEquals("safetensors: 'x' has 1000000.0: too large for F16", refused.getMessage());
        assertEquals(Set.of("torch"), names(directory));
    }

    @Test
    void whatIsThereIsLeftAlone() throws IOException {
        torchDirectory(TinyBertValues.torch());
        Path there = Files.createDirectory(directory.resolve("there"));
        assertThrows(FileAlreadyExistsException.class, () -> run("torch", there));
        assertEquals(Set.of("torch", "there"), names(directory));
    }

    private void google(TinyBundle bundle, String config) throws IOException {
        bundle.store(directory.resolve("google/bert_model.ckpt"));
        Files.writeString(directory.resolve("google/vocab.txt"), TinyBertValues.VOCABULARY);
        Files.writeString(directory.resolve("google/bert_config.json"), config);
    }

    private Path torchDirectory(TinyTorch weights) throws IOException {
        Path source = directory.resolve("torch");
        Files.createDirectories(source.resolve("0_Steps"));
        Files.write(source.resolve("pytorch_model.bin"), weights.toBytes());
        Files.writeString(source.resolve("vocab.txt"), TinyBertValues.VOCABULARY);
        Files.writeString(source.resolve("0_Steps/config.json"), "{}");
        Files.writeString(source.resolve("config.json"), TinyBertValues.BERT_CONFIG.replace("{",
                "{\"architectures\": [\"BertForMaskedLM\"], \"dtype\": \"float32\", \"finetuning_task\": \"none\","));
        return source;
    }

    private ModelImport.Report run(String source, Path made) throws IOException {
        return ModelImport.run(directory.resolve(source), StoredType.F32, made);
    }

    private void refuses(String message, String source) throws IOException {
        Set<String> before = names(directory);
        var refused = assertThrows(CheckpointException.class, () -> run(source, directory.resolve("made")));
        assertEquals(message, refused.getMessage());
        assertEquals(before, names(directory));
    }

    private static void assertHoldsTheWeights(Path made, StoredType type) throws IOException {
        try (var weights = SafetensorsFile.open(made.resolve("model.safetensors"))) {
            assertEquals(new TreeSet<>(TinyBertValues.shapes().keySet()), new TreeSet<>(weights.names()));
            for (String name : weights.names()) {
                assertEquals(type, weights.entry(name).type());
                assertEquals(TinyBertValues.shapes().get(name), weights.entry(name).shape());
                float[] expected = TinyBertValues.values(name);
                float[] values = new float[expected.length];
                weights.read(name, values, 0);
                assertArrayEquals(expected, values, rounding(type), name);
            }
        }
    }

    /// Of values up to 320: half a step between 256 and 512.
    private static float rounding(StoredType type) {
        return switch (type) {
            case F16 -> 0.125f;
            case BF16 -> 1;
            case F32, F64, I64, I32, I16, I8, U8, BOOL -> 0;
        };
    }

    private static Set<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return new TreeSet<>(files.map(file -> String.valueOf(file.getFileName())).toList());
        }
    }
}
