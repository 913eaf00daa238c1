package dev.lathe.bert.checkpoint.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.ProtobufBytes;
import dev.lathe.bert.checkpoint.TableBytes;
import dev.lathe.bert.checkpoint.TinyBundle;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFlowCheckpointTest {
    private static final String KERNEL = "module/bert/encoder/layer_11/attention/self/query/kernel";
    private static final String QUERY = "bert.encoder.layer.11.attention.self.query.weight";
    private static final String BIAS = "bert/pooler/dense/bias";

    @TempDir
    Path directory;
    private Path prefix;

    @BeforeEach
    void choosePrefix() {
        prefix = directory.resolve("bert_model.ckpt");
    }

    @Test
    void givesVariablesTheNamesAndShapesOfHuggingFace() throws IOException {
        var bundle = new TinyBundle()
                .variable(KERNEL, new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .variable("bert/embeddings/LayerNorm/gamma", new float[] {7, 8}, 2)
                .variable("bert/embeddings/LayerNorm/beta", new float[] {9, 10}, 2)
                .variable("bert/embeddings/word_embeddings", new float[] {1, 2, 3, 4}, 2, 2)
                .variable("cls/predictions/output_bias", new float[] {11}, 1)
                .variable("cls/seq_relationship/output_weights", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        try (var weights = TensorFlowCheckpoint.open(bundle.store(prefix))) {
            assertEquals("bert_model.ckpt.index", weights.file());
            assertEquals(
                    List.of("bert.embeddings.LayerNorm.bias", "bert.embeddings.LayerNorm.weight",
                            "bert.embeddings.word_embeddings.weight", "cls.predictions.bias",
                            "cls.seq_relationship.weight", QUERY),
                    weights.names());
            assertEquals(List.of(3, 2), weights.entry(QUERY).shape());
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, values(weights, QUERY));
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, values(weights, "cls.seq_relationship.weight"));
            assertArrayEquals(new float[] {7, 8}, values(weights, "bert.embeddings.LayerNorm.weight"));
            float[] middle = new float[2];
            weights.read(QUERY, 3, middle, 0, 2);
            assertArrayEquals(new float[] {5, 3}, middle);
        }
    }

    @Test
    void readsValuesFromSeveralDataFiles() throws IOException {
        var bundle = new TinyBundle(3);
        for (int layer = 0; layer < 20; layer++) {
            bundle.variable("bert/encoder/layer_" + layer + "/output/dense/bias", new float[] {layer, -layer}, 2);
        }
        try (var weights = TensorFlowCheckpoint.open(bundle.store(prefix))) {
            assertEquals(20, weights.names().size());
            for (int layer = 0; layer < 20; layer++) {
                assertArrayEquals(new float[] {layer, -layer},
                        values(weights, "bert.encoder.layer." + layer + ".output.dense.bias"));
            }
        }
    }

    @Test
    void skipsWhatOptimisersKeepAndNamesWhatItDoesNotKnow() throws IOException {
        var bundle = new TinyBundle()
                .variable(BIAS, new float[1], 1)
                .variable(BIAS + "/adam_m", new float[1], 1)
                .variable(BIAS + "/adam_v", new float[1], 1)
                .variable("global_step", TinyBundle.I64, new byte[8])
                .variable("crf/transitions", new float[4], 2, 2);
        try (var weights = TensorFlowCheckpoint.open(bundle.store(prefix))) {
            assertEquals(List.of("bert.pooler.dense.bias"), weights.names());
            assertEquals(List.of("crf/transitions"), weights.leftOut());
        }
    }

    @Test
    void readsHalfAndDoublePrecision() throws IOException {
        var bundle = new TinyBundle()
                .variable("bert/embeddings/LayerNorm/gamma", 19, new byte[] {0, 0x3c}, 1)
                .variable("bert/embeddings/LayerNorm/beta", 14, new byte[] {(byte) 0x80, (byte) 0xbf}, 1)
                .variable(BIAS, 2, new byte[] {0, 0, 0, 0, 0, 0, 0, 0x40}, 1);
        try (var weights = TensorFlowCheckpoint.open(bundle.store(prefix))) {
            assertArrayEquals(new float[] {1}, values(weights, "bert.embeddings.LayerNorm.weight"));
            assertArrayEquals(new float[] {-1}, values(weights, "bert.embeddings.LayerNorm.bias"));
            assertArrayEquals(new float[] {2}, values(weights, "bert.pooler.dense.bias"));
        }
    }

    @Test
    void findsADamagedValueByItsChecksum() throws IOException {
        var bundle = new TinyBundle().variable(BIAS, new float[] {1, 2, 3}, 3);
        bundle.store(prefix);
        byte[] data = bundle.data(0);
        byte[] damaged = data.clone();
        damaged[5] ^= 4;
        Files.write(bundle.shard(prefix, 0), damaged);
        refuses("bert_model.ckpt.data-00000-of-00001: '%s': crc32c is %08x: bert_model.ckpt.index says %08x".formatted(
                BIAS, TableBytes.maskedCrc(damaged), TableBytes.maskedCrc(data)));
    }

    @Test
    void findsADamagedIndexByItsChecksum() throws IOException {
        byte[] index = new TinyBundle().variable(BIAS, new float[1], 1).index();
        new TinyBundle().variable(BIAS, new float[1], 1).store(prefix);
        index[3] ^= 1;
        Files.write(directory.resolve("bert_model.ckpt.index"), index);
        var refused = assertThrows(CheckpointException.class, this::open);
        assertEquals("bert_model.ckpt.index: block at byte 0: crc32c is", refused.getMessage().replaceFirst(" [0-9a-f]{8}.*", ""));
    }

    @Test
    void refusesMissingAndShortFiles() throws IOException {
        var bundle = new TinyBundle(2)
                .variable(BIAS, new float[2], 2)
                .variable("bert/embeddings/LayerNorm/beta", new float[2], 2);
        bundle.store(prefix);
        Files.write(bundle.shard(prefix, 1), new byte[7]);
        refuses("bert_model.ckpt.data-00001-of-00002: cut short: 'bert/embeddings/LayerNorm/beta' of 8 bytes begins at "
                + "byte 0 of 7");
        Files.delete(bundle.shard(prefix, 1));
        refuses(directory.resolve("bert_model.ckpt.data-00001-of-00002") + ": no such file");
        byte[] index = bundle.index();
        Files.write(directory.resolve("bert_model.ckpt.index"), Arrays.copyOf(index, index.length - 1));
        refuses("bert_model.ckpt.index: not a TensorFlow index, or cut short: its last 8 bytes are wrong");
        Files.write(directory.resolve("bert_model.ckpt.index"), new byte[47]);
        refuses("bert_model.ckpt.index: 47 bytes: too short for a TensorFlow index");
        Files.delete(directory.resolve("bert_model.ckpt.index"));
        refuses(directory.resolve("bert_model.ckpt.index") + ": no such file");
    }

    @Test
    void refusesTensorsThatOverlapOrLeaveTheirFile() throws IOException {
        byte[] eight = new byte[8];
        refuses("bert_model.ckpt.index: 'bert/pooler/dense/bias' begins at byte 4: 'bert/embeddings/LayerNorm/beta' ends at 8",
                new TinyBundle().variable("bert/embeddings/LayerNorm/beta", new float[3], 3)
                        .entry("bert/embeddings/LayerNorm/beta", TinyBundle.entry(1, 0, 0, eight, 2))
                        .entry(BIAS, TinyBundle.entry(1, 0, 4, eight, 2)));
        refuses("bert_model.ckpt.data-00000-of-00001: cut short: '" + BIAS + "' of 8 bytes begins at byte 1000 of 0",
                new TinyBundle().entry(BIAS, TinyBundle.entry(1, 0, 1000, eight, 2)));
        refuses("bert_model.ckpt.index: '" + BIAS + "' is in data file 3 of 1",
                new TinyBundle().entry(BIAS, TinyBundle.entry(1, 3, 0, eight, 2)));
        refuses("bert_model.ckpt.index: '" + BIAS + "' F32 [3] takes 12 bytes: the index says 8",
                new TinyBundle().variable("x", new float[2], 2).entry(BIAS, TinyBundle.entry(1, 0, 0, eight, 3))
                        .entry("x", TinyBundle.entry(1, 0, 8, new byte[0], 0)));
    }

    @Test
    void refusesWhatItWouldReadWrongly() throws IOException {
        refuses("bert_model.ckpt.index: '" + BIAS + "' has TensorFlow's data type 9: does not read as float",
                new TinyBundle().variable(BIAS, TinyBundle.I64, new byte[8], 1));
        refuses("bert_model.ckpt.index: '" + KERNEL + "' is [2]: needs two axes",
                new TinyBundle().variable(KERNEL, new float[2], 2));
        refuses("bert_model.ckpt.index: '" + BIAS + "' is cut into slices: only whole tensors are read",
                new TinyBundle().entry(BIAS, TinyBundle.entry(1, 0, 0, new byte[0], 0).message(7, new ProtobufBytes())));
        refuses("bert_model.ckpt.index: 'bert.pooler.dense.bias' is there twice",
                new TinyBundle().variable(BIAS, new float[1], 1).variable("module/" + BIAS, new float[1], 1));
        refuses("bert_model.ckpt.index: its values are big-endian: only little-endian is read",
                new TinyBundle().header(new ProtobufBytes().number(1, 1).number(2, 1)));
        refuses("bert_model.ckpt.index: 0 data files: 1 to 1000 are read", new TinyBundle().header(new ProtobufBytes()));
        refuses("bert_model.ckpt.index: 1000000 data files: 1 to 1000 are read",
                new TinyBundle().header(new ProtobufBytes().number(1, 1_000_000)));
        refuses("bert_model.ckpt.index: no variable of a BERT among its 2, 'conv/kernel', 'dense/kernel'",
                new TinyBundle().variable("conv/kernel", new float[1], 1).variable("dense/kernel", new float[1], 1));
    }

    @Test
    void theChecksumIsThatOfThePublishedExamples() {
        // RFC 3720, B.4: 32 zero bytes.
        var crc = new CRC32C();
        crc.update(new byte[32]);
        assertEquals(0x8a9136aaL, crc.getValue());
        assertEquals(Integer.rotateRight(0x8a9136aa, 15) + 0xa282ead8, MaskedCrc.of(new byte[32]));
    }

    private void refuses(String message, TinyBundle bundle) throws IOException {
        bundle.store(prefix);
        refuses(message);
    }

    private void refuses(String message) {
        assertEquals(message, assertThrows(CheckpointException.class, this::open).getMessage());
    }

    private void open() throws IOException {
        TensorFlowCheckpoint.open(prefix).close();
    }

    private static float[] values(Checkpoint weights, String name) throws IOException {
        float[] values = new float[(int) weights.entry(name).elements()];
        weights.read(name, values, 0);
        return values;
    }
}
