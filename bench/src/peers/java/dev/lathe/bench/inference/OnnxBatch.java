package dev.lathe.bench.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;

/// Sequences of tokens, padded to the longest, in memory that ONNX Runtime reads and writes in place.
final class OnnxBatch implements AutoCloseable {

    private static final int HIDDEN_SIZE = 384;

    private final OrtSession session;
    private final int[] lengths;
    private final int columns;
    private final FloatBuffer hiddenStates;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    OnnxBatch(OnnxModel model, List<int[]> sequences) throws OrtException {
        session = model.session();
        lengths = sequences.stream().mapToInt(ids -> ids.length).toArray();
        columns = sequences.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        LongBuffer ids = longs();
        LongBuffer mask = longs();
        for (int row = 0; row < lengths.length; row++) {
            for (int column = 0; column < lengths[row]; column++) {
                ids.put(row * columns + column, sequences.get(row)[column]);
                mask.put(row * columns + column, 1);
            }
        }
        hiddenStates = bytes((long) lengths.length * columns * HIDDEN_SIZE * Float.BYTES).asFloatBuffer();
        long[] shape = {lengths.length, columns};
        inputs = Map.of("input_ids", OnnxTensor.createTensor(model.environment(), ids, shape),
                "attention_mask", OnnxTensor.createTensor(model.environment(), mask, shape),
                "token_type_ids", OnnxTensor.createTensor(model.environment(), longs(), shape));
        outputs = Map.of(session.getOutputNames().iterator().next(), OnnxTensor.createTensor(
                model.environment(), hiddenStates, new long[] {lengths.length, columns, HIDDEN_SIZE}));
    }

    private LongBuffer longs() {
        return bytes((long) lengths.length * columns * Long.BYTES).asLongBuffer();
    }

    private static ByteBuffer bytes(long size) {
        return ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
    }

    /// Computes the last hidden state of every token.
    void run() {
        try {
            session.run(inputs, outputs).close();
        } catch (OrtException failed) {
            throw new IllegalStateException("onnx runtime: " + failed.getMessage(), failed);
        }
    }

    /// The mean of the last [#run]'s hidden states over each sequence's tokens.
    float[][] means() {
        var means = new float[lengths.length][HIDDEN_SIZE];
        var token = new float[HIDDEN_SIZE];
        for (int row = 0; row < lengths.length; row++) {
            for (int column = 0; column < lengths[row]; column++) {
                int start = (row * columns + column) * HIDDEN_SIZE;
                hiddenStates.get(start, token);
                for (int feature = 0; feature < HIDDEN_SIZE; feature++) {
                    means[row][feature] += token[feature];
                }
            }
            for (int feature = 0; feature < HIDDEN_SIZE; feature++) {
                means[row][feature] /= lengths[row];
            }
        }
        return means;
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
    }
}
