package dev.lathe.bert.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
    private static final String DENSE = "encoder.layer.0.output.dense";
    private static final String DENSE_NODE = "/encoder/layer.0/output/dense/MatMul";

    @TempDir
    Path directory;

    @Test
    void namesLinearWeightsByTheirNodeAndTransposesThem() throws IOException {
        Path path = store(small().toBytes());
        try (var onnx = OnnxFile.open(path)) {
            assertEquals(List.of(DENSE + ".bias", DENSE + ".weight"), onnx.names());
            assertEquals(new TensorEntry(DENSE + ".weight", StoredType.F32, List.of(3, 2)), onnx.entry(DENSE + ".weight"));
            float[] weight = new float[7];
            onnx.read(DENSE + ".weight", weight, 1);
            assertArrayEquals(new float[] {0, 1, 4, 2, 5, 3, 6}, weight);
            float[] bias = new float[3];
            onnx.read(DENSE + ".bias", bias, 0);
            assertArrayEquals(new float[] {7, 8, 9}, bias);
        }
    }

    @Test
    void readsAnyRangeOfATransposedWeight() throws IOException {
        // More inputs than fit into one block of rows (2^18 values), and neither side a multiple of the other.
        int inputs = 1_001;
        int outputs = 523;
        float[] stored = new float[inputs * outputs];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = i;
        }
        Path path = store(new OnnxBytes()
                .weight("onnx::MatMul_1", stored, inputs, outputs)
                .node(OnnxBytes.node("MatMul", "/dense/MatMul", "y", "x", "onnx::MatMul_1"))
                .toBytes());
        try (var onnx = OnnxFile.open(path)) {
            for (int first : new int[] {0, 1, 1_000, 1_001, 300_000, stored.length - 2_500}) {
                float[] part = new float[2_500];
                onnx.read("dense.weight", first, part, 0, part.length);
                for (int i = 0; i < part.length; i++) {
                    int output = (first + i) / inputs;
                    int input = (first + i) % inputs;
                    assertEquals(stored[input * outputs + output], part[i]);
                }
            }
        }
    }

    @Test
    void readsPackedDimensions() throws IOException {
        var packed = new ProtobufBytes().varint(1).varint(300);
        var tensor = new ProtobufBytes()
                .message(1, packed)
                .number(2, OnnxBytes.F32)
                .text(8, "w")
                .bytes(9, new byte[1_200]);
        try (var onnx = OnnxFile.open(store(new OnnxBytes().initializer(tensor).toBytes()))) {
            assertEquals(List.of(1, 300), onnx.entry("w").shape());
        }
    }

    @Test
    void leavesOutPositionIdsAndAnonymousScalars() throws IOException {
        byte[] model = small().initializer(
                        OnnxBytes.tensor("bert.embeddings.position_ids", OnnxBytes.I64, OnnxBytes.longs(0, 1), 1, 2))
                .initializer(OnnxBytes.tensor("onnx::Unsqueeze_9", OnnxBytes.I64, OnnxBytes.longs(1), 1))
                .initializer(OnnxBytes.tensor("/encoder/Constant_output_0", OnnxBytes.I64, OnnxBytes.longs(1), 1))
                .toBytes();
        try (var onnx = OnnxFile.open(store(model))) {
            assertEquals(List.of(DENSE + ".bias", DENSE + ".weight"), onnx.names());
        }
    }

    @Test
    void findsHeadsEpsilonAndErfInTheGraph() throws IOException {
        byte[] model = small().constant("heads", OnnxBytes.tensor("", OnnxBytes.I64, OnnxBytes.longs(12), 1))
                .constant("size", OnnxBytes.tensor("", OnnxBytes.I64, OnnxBytes.longs(32), 1))
                .node(OnnxBytes.node("Concat", "/encoder/layer.0/attention/self/Concat", "c", "b", "l", "heads", "size"))
                .constant("eps", OnnxBytes.tensor("", OnnxBytes.F32, OnnxBytes.floats(1e-12f)))
                .node(OnnxBytes.node("Add", "/embeddings/LayerNorm/Add", "v", "variance", "eps"))
                .node(OnnxBytes.node("Erf", "/encoder/layer.0/intermediate/Erf", "e", "x"))
                .toBytes();
        try (var onnx = OnnxFile.open(store(model))) {
            assertEquals(new OnnxFacts(12, 1e-12, true), onnx.facts());
        }
        try (var onnx = OnnxFile.open(store(small().toBytes()))) {
            assertEquals(new OnnxFacts(0, 0, false), onnx.facts());
        }
    }

    @Test
    void refusesWhatItWouldReadWrongly() throws IOException {
        refuses("'w' has its values in another file (external data): only raw_data is read", new ProtobufBytes()
                .number(1, 1).number(2, 1).text(8, "w")
                .message(13, new ProtobufBytes().text(1, "location").text(2, "../../etc/passwd"))
                .number(14, 1));
        refuses("'w' has its values in float_data or another typed list: only raw_data is read", new ProtobufBytes()
                .number(1, 1).number(2, 1).text(8, "w").bytes(4, new byte[4]));
        refuses("'w' is stored as I32: does not read as float", OnnxBytes.tensor("w", 6, new byte[4], 1));
        refuses("'w' has ONNX data type 17, which is not known", OnnxBytes.tensor("w", 17, new byte[1], 1));
        refuses("'w' F32 [2] takes 8 bytes: raw_data has 4", OnnxBytes.tensor("w", 1, new byte[4], 2));
        refuses("'w' has shape [-1]: out of range", OnnxBytes.tensor("w", 1, new byte[4], -1));
        refuses("'w' has shape [4294967296]: out of range", OnnxBytes.tensor("w", 1, new byte[4], 1L << 32));
        refuses("'onnx::Gemm_1' feeds no MatMul node that would tell its name",
                OnnxBytes.tensor("onnx::Gemm_1", 1, new byte[4], 1, 1));
        refuses("two initializers are called 'w'",
                new OnnxBytes().weight("w", new float[1], 1).weight("w", new float[1], 1).toBytes());
        refuses("'w' feeds node 'MatMul_7': a node such as '/encoder/layer.0/output/dense/MatMul' would tell its name",
                new OnnxBytes().weight("w", new float[1], 1, 1)
                        .node(OnnxBytes.node("MatMul", "MatMul_7", "y", "x", "w")).toBytes());
        refuses("'w' [1] feeds '" + DENSE_NODE + "': needs two axes",
                new OnnxBytes().weight("w", new float[1], 1)
                        .node(OnnxBytes.node("MatMul", DENSE_NODE, "y", "x", "w")).toBytes());
        refuses("'" + DENSE + ".weight' is there twice",
                small().node(OnnxBytes.node("MatMul", DENSE_NODE, "z", "x", "onnx::MatMul_787")).toBytes());
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
        byte[] model = small().constant("heads", OnnxBytes.tensor("", OnnxBytes.I64, OnnxBytes.longs(12), 1)).toBytes();
        for (int length = 0; length < model.length; length++) {
            Path path = store(Arrays.copyOf(model, length));
            assertThrows(CheckpointException.class, () -> OnnxFile.open(path).close());
        }
        OnnxFile.open(store(model)).close();
    }

    @Test
    void answersEveryChangedByteWithAModelOrARefusal() throws IOException {
        byte[] model = small().constant("heads", OnnxBytes.tensor("", OnnxBytes.I64, OnnxBytes.longs(12), 1)).toBytes();
        int refused = 0;
        for (int at = 0; at < model.length; at++) {
            for (int flip : new int[] {0x01, 0x02, 0x80, 0xff}) {
                byte[] changed = model.clone();
                changed[at] ^= (byte) flip;
                try {
                    OnnxFile.open(store(changed)).close();
                } catch (CheckpointException expected) {
                    refused++;
                }
            }
        }
        // Most bytes are structure; the rest are values and names, which may be anything.
        assertTrue(refused > model.length, refused + " refusals for " + model.length + " bytes");
    }

    private static OnnxBytes small() {
        return new OnnxBytes()
                .node(OnnxBytes.node("MatMul", DENSE_NODE, "y", "x", "onnx::MatMul_787"))
                .node(OnnxBytes.node("MatMul", "/encoder/layer.0/attention/self/MatMul", "s", "q", "k"))
                .weight(DENSE + ".bias", new float[] {7, 8, 9}, 3)
                .weight("onnx::MatMul_787", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    }

    private void refuses(String problem, ProtobufBytes initializer) throws IOException {
        refuses(problem, new OnnxBytes().initializer(initializer).toBytes());
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
