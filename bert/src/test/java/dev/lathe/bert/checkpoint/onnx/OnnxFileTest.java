package dev.lathe.bert.checkpoint.onnx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lathe.bert.checkpoint.OnnxBytes;
import dev.lathe.bert.checkpoint.ProtobufBytes;
import dev.lathe.bert.checkpoint.TinyOnnx.Trait;
import dev.lathe.bert.checkpoint.TinyOnnx;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NEW_OPERATIONS", "TURNED_WEIGHTS", "ALIASES", "FLOAT_DATA", "EXTERNAL_DATA", "AS_EVER"})
    void findsEveryParameterByWhatTheGraphDoesWithIt(Trait trait) throws IOException {
        var tiny = new TinyOnnx(trait);
        Path path = store(tiny.output(tiny.hidden()).toBytes());
        Files.write(directory.resolve("values.bin"), tiny.external());
        try (var onnx = OnnxFile.open(path)) {
            assertEquals(new OnnxFacts(2, 1e-5, "gelu", false, "", "", "", false), onnx.facts());
            assertEquals(List.of(), onnx.derivedOutputs());
            int first = 0;
            for (String name : List.of("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight",
                    "embeddings.token_type_embeddings.weight", "embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias")) {
                first = requireValues(onnx, name, first);
            }
            for (int i = 0; i < TinyOnnx.LAYERS; i++) {
                String layer = "encoder.layer." + i + ".";
                for (String part : List.of("attention.self.query", "attention.self.key", "attention.self.value",
                        "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense", "output.dense",
                        "output.LayerNorm")) {
                    first = requireValues(onnx, layer + part + ".weight", first);
                    first = requireValues(onnx, layer + part + ".bias", first);
                }
            }
            assertEquals(5 + 16 * TinyOnnx.LAYERS, onnx.names().size());
            assertEquals(List.of(10, 6), onnx.entry("encoder.layer.1.intermediate.dense.weight").shape());
        }
    }

    private static int requireValues(OnnxFile onnx, String name, int first) throws IOException {
        int count = (int) onnx.entry(name).elements();
        float[] values = new float[count];
        onnx.read(name, values, 0);
        assertArrayEquals(TinyOnnx.values(first, count), values, name);
        return first + count;
    }

    @Test
    void readsAnyRangeOfATransposedWeight() throws IOException {
        try (var onnx = OnnxFile.open(store(TinyOnnx.encoder()))) {
            String name = "encoder.layer.0.intermediate.dense.weight";
            float[] whole = new float[60];
            onnx.read(name, whole, 0);
            for (int first = 0; first < whole.length; first++) {
                float[] part = new float[whole.length - first];
                onnx.read(name, first, part, 0, part.length);
                assertArrayEquals(Arrays.copyOfRange(whole, first, whole.length), part);
            }
        }
    }

    @Test
    void sharesARowThatSeveralPartsHave() throws IOException {
        try (var onnx = OnnxFile.open(store(TinyOnnx.encoder(Trait.SHARED_BIASES)))) {
            float[] one = new float[6];
            float[] other = new float[6];
            onnx.read("embeddings.LayerNorm.bias", one, 0);
            onnx.read("encoder.layer.1.output.LayerNorm.bias", other, 0);
            assertArrayEquals(one, other);
        }
    }

    @Test
    void findsHeadsOverTheFirstTokenEachTokenAndWords() throws IOException {
        var first = new TinyOnnx();
        String pooled = first.node("Tanh", first.linear(first.first(first.hidden()), 6, 6));
        try (var onnx = OnnxFile.open(store(first.output(first.linear(pooled, 6, 3)).toBytes()))) {
            assertEquals("tanh", onnx.facts().firstAct());
            assertEquals(List.of(3, 6), onnx.entry("first.scores.weight").shape());
            assertEquals(List.of(6, 6), onnx.entry("pooler.dense.weight").shape());
        }
        var each = new TinyOnnx();
        try (var onnx = OnnxFile.open(store(each.output(each.linear(each.hidden(), 6, 4)).toBytes()))) {
            assertEquals(List.of(4, 6), onnx.entry("tokens.scores.weight").shape());
            assertFalse(onnx.facts().answers());
        }
        var words = new TinyOnnx();
        String guess = words.norm(words.gelu(words.linear(words.hidden(), 6, 6)), 1e-5f);
        try (var onnx = OnnxFile.open(store(words.output(words.linear(guess, 6, 12)).toBytes()))) {
            assertEquals("gelu", onnx.facts().wordAct());
            assertEquals(List.of(12, 6), onnx.entry("words.decoder.weight").shape());
        }
    }

    @Test
    void leavesOutWhatIsWorkedOutFromHiddenStatesWithoutWeights() throws IOException {
        var tiny = new TinyOnnx();
        String hidden = tiny.hidden();
        String mean = tiny.node("ReduceMean", hidden);
        try (var onnx = OnnxFile.open(store(tiny.output(hidden).output(mean).toBytes()))) {
            assertEquals(List.of(mean), onnx.derivedOutputs());
        }
    }

    @Test
    void refusesAGraphThatComputesAnythingElse() throws IOException {
        refusesGraph("node 'nv150' (Reshape) is no attention that is known", Trait.WRONG_SCALE);
        refusesGraph("node 'nv171' (Reshape) is no attention that is known", Trait.CAUSAL);
        refusesGraph("node 'nv154' (Reshape) is no attention that is known", Trait.HEAD_BIAS);
        refusesGraph("node 'nv153' (Add) is no sum of a linear layer and its input", Trait.NO_RESIDUAL);
        refusesGraph("one normalisation adds epsilon 1.0E-6, another 1.0E-5", Trait.ODD_EPSILON);
        refuses("what follows 'v168' is an activation that is not known: gelu, gelu_new, relu and tanh are",
                TinyOnnx.encoder(Trait.ODD_ACTIVATION));
        refuses("'v39' is both 'encoder.layer.0.attention.self.query.weight' and 'encoder.layer.0.attention.self.value.weight': "
                + "no encoder has one for two", TinyOnnx.encoder(Trait.ODD_ATTENTION));
        refuses("'v39' is both 'encoder.layer.0.attention.self.query.weight' and 'encoder.layer.0.attention.self.key.weight': "
                + "no encoder has one for two", TinyOnnx.encoder(Trait.ONE_FOR_TWO));
        var unused = new TinyOnnx();
        refuses("'w' [2, 3]: a weight that no part of the encoder or its head uses",
                unused.output(unused.hidden()).model().weight("w", new float[6], 2, 3).toBytes(20));
        refuses("its graph is no encoder that is known: it has no output", new OnnxBytes().toBytes());
        refuses("its graph is no encoder that is known: 'x' is no head", new OnnxBytes().input("x", 1).output("x").toBytes());
        var weighted = new TinyOnnx();
        String hidden = weighted.hidden();
        String other = weighted.node("Mul", hidden, weighted.row(6));
        refuses("its graph is no encoder that is known: its output '" + other
                + "' is worked out with weights that belong to no part that is known",
                weighted.output(hidden).output(other).toBytes());
    }

    private void refusesGraph(String problem, Trait trait) throws IOException {
        refuses("its graph is no encoder that is known: " + problem, TinyOnnx.encoder(trait));
    }

    @Test
    void refusesWhatItWouldReadWrongly() throws IOException {
        refuses("two initializers are called 'w'",
                new OnnxBytes().weight("w", new float[1], 1).weight("w", new float[1], 1).toBytes());
        refuses("two nodes make 'y'", new OnnxBytes().input("x", 1).node(OnnxBytes.node("Tanh", "a", "y", "x"))
                .node(OnnxBytes.node("Tanh", "b", "y", "x")).toBytes());
        refuses("'a' (Tanh) uses 'x', which nothing before it makes",
                new OnnxBytes().node(OnnxBytes.node("Tanh", "a", "y", "x")).toBytes());
        refuses("quantised, by node 'a' (MatMulInteger): only weights that are floats are imported",
                new OnnxBytes().node(OnnxBytes.node("MatMulInteger", "a", "y")).toBytes());
        refuses("quantised, by node 'a' (DequantizeLinear): only weights that are floats are imported",
                new OnnxBytes().node(OnnxBytes.node("DequantizeLinear", "a", "y")).toBytes());
        refuses("node 'a' (Attention) is an operation of 'com.microsoft': only graphs of ONNX's own operations are imported, "
                + "as PyTorch exports them",
                new OnnxBytes().node(OnnxBytes.node("Attention", "a", "y").text(7, "com.microsoft")).toBytes());
    }

    @Test
    void readsOtherFilesOnlyBesideTheModelAndOnlyWhole() throws IOException {
        String what = "'v10' has its values in '%s': ";
        var tiny = new TinyOnnx(Trait.EXTERNAL_DATA);
        byte[] model = tiny.output(tiny.hidden()).toBytes();
        refuses(what.formatted("values.bin") + "no such file beside the model", model);
        Path outside = Files.write(directory.resolve("outside"), tiny.external());
        Files.createSymbolicLink(directory.resolve("values.bin"), outside);
        refuses(what.formatted("values.bin") + "a link, or no file", model);
        Files.delete(directory.resolve("values.bin"));
        Files.write(directory.resolve("values.bin"), Arrays.copyOf(tiny.external(), 100));
        Path path = store(model);
        var cut = assertThrows(CheckpointException.class, () -> OnnxFile.open(path).close());
        assertEquals("values.bin: cut short: 'v10' of 64 bytes begins at byte 480 of 100", cut.getMessage());
        for (String location : List.of("../values", "/etc/passwd", "..", "x\\values.b")) {
            byte[] changed = new String(model, ISO_8859_1)
                    .replace("values.bin", (location + "          ").substring(0, 10)).getBytes(ISO_8859_1);
            if (location.length() >= 9) {
                refuses(what.formatted((location + "          ").substring(0, 10)) + "only files beside the model are read", changed);
            }
        }
    }

    @Test
    void refusesWhatIsNotSoundProtobuf() throws IOException {
        refuses("not an ONNX model, or cut short: holds no graph", new byte[0]);
        refuses("not sound protobuf: field 7 at byte 0: length 9223372036854775807 where 0 bytes are left",
                new ProtobufBytes().varint(7 << 3 | 2).varint(Long.MAX_VALUE).toBytes());
        refuses("not sound protobuf: field 7 at byte 0: length 18446744073709551615 where 0 bytes are left",
                new ProtobufBytes().varint(7 << 3 | 2).varint(-1).toBytes());
        refuses("not sound protobuf: field 1 at byte 0: number of more than 10 bytes",
                new ProtobufBytes().raw(1 << 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1).toBytes());
        refuses("not sound protobuf: field 1 at byte 0: wire type 3", new ProtobufBytes().raw(1 << 3 | 3).toBytes());
        refuses("not sound protobuf: field 0 at byte 0: field tag 2", new ProtobufBytes().raw(2).toBytes());
        refuses("not sound protobuf: field 7 at byte 0: wire type 0 where 2 is needed",
                new ProtobufBytes().number(7, 1).toBytes());
        refuses("not sound protobuf: field 2 at byte 0: 8 bytes where 1 are left",
                new ProtobufBytes().raw(2 << 3 | 1, 0).toBytes());
        refuses("two graphs: one is needed",
                new ProtobufBytes().message(7, new ProtobufBytes()).message(7, new ProtobufBytes()).toBytes());
        refuses("not an ONNX model, or cut short: names no operator set",
                new ProtobufBytes().message(7, new ProtobufBytes()).toBytes());
        refuses("sparse initializers: only dense ones are read",
                OnnxBytes.model(new ProtobufBytes().message(15, new ProtobufBytes())));
    }

    @Test
    void boundsWhatManyTinyMessagesCost() throws IOException {
        byte[] emptyNodes = new byte[3_000_000];
        for (int i = 0; i < emptyNodes.length; i += 2) {
            emptyNodes[i] = 1 << 3 | 2;
        }
        refuses("more than 1048576 messages and names", OnnxBytes.model(new ProtobufBytes().raw(unsigned(emptyNodes))));
        refuses("name of 5000 bytes at byte 11: too long",
                OnnxBytes.model(new ProtobufBytes().message(1, new ProtobufBytes().text(3, "x".repeat(5_000)))));
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        Arrays.setAll(values, i -> bytes[i]);
        return values;
    }

    @Test
    void refusesEveryPrefixOfASoundFile() throws IOException {
        byte[] model = TinyOnnx.encoder();
        for (int length = 0; length < model.length; length += 31) {
            Path path = store(Arrays.copyOf(model, length));
            assertThrows(CheckpointException.class, () -> OnnxFile.open(path).close());
        }
        OnnxFile.open(store(model)).close();
    }

    @Test
    void takesTimeInProportionToTheLayers() throws IOException {
        byte[] model = TinyOnnx.deep(1_000);
        Path path = store(model);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (var onnx = OnnxFile.open(path)) {
                assertEquals(5 + 16 * 1_000, onnx.names().size());
            }
        });
    }

    private void refuses(String problem, byte[] model) throws IOException {
        Path path = store(model);
        var refused = assertThrows(CheckpointException.class, () -> OnnxFile.open(path).close());
        assertEquals("model.onnx: " + problem, refused.getMessage());
    }

    private Path store(byte[] model) throws IOException {
        return Files.write(directory.resolve("model.onnx"), model);
    }
}
