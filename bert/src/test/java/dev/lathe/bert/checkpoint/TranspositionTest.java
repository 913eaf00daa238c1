package dev.lathe.bert.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranspositionTest {
    @TempDir
    Path directory;

    @Test
    void aLinearLayerGivesWhatOnnxRuntimeGives() throws IOException, OrtException {
        float[] stored = {1, -2, 3, 0.5f, 4, -1};
        float[] x = {2, 5};
        Path path = Files.write(directory.resolve("linear.onnx"), linear(stored));
        float[] weight = new float[6];
        try (var onnx = OnnxFile.open(path)) {
            onnx.read("dense.weight", weight, 0);
        }
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(path.toString());
                var input = OnnxTensor.createTensor(environment, new float[][] {x});
                var result = session.run(Map.of("x", input))) {
            float[] expected = ((float[][]) result.get(0).getValue())[0];
            for (int output = 0; output < 3; output++) {
                assertEquals(expected[output], x[0] * weight[output * 2] + x[1] * weight[output * 2 + 1]);
            }
        }
    }

    /// In slices, as models are read: what is stored is read about once all the same.
    @ParameterizedTest
    @CsvSource({"2048, 512, 65536", "512, 2048, 65536", "16, 30000, 4096", "30000, 16, 4096", "3, 5, 2"})
    void slicesOfATurnedMatrixCostNoMoreThanThemselves(int outputs, int inputs, int slice) throws IOException {
        float[] stored = new float[outputs * inputs];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = i;
        }
        Path path = Files.write(directory.resolve("values"), OnnxBytes.floats(stored));
        var bytes = new AtomicLong();
        try (var file = BoundedFile.open(path)) {
            var entry = new TensorEntry("dense.weight", StoredType.F32, List.of(outputs, inputs));
            var parameter = new StoredParameter(entry, file.with(counting(bytes)), 0, true);
            float[] values = new float[stored.length];
            for (int first = 0; first < values.length; first += slice) {
                parameter.read("f", first, values, first, Math.min(slice, values.length - first));
            }
            for (int output = 0; output < outputs; output++) {
                for (int input = 0; input < inputs; input++) {
                    assertEquals(stored[input * outputs + output], values[output * inputs + input]);
                }
            }
        }
        assertTrue(bytes.get() <= 20L * stored.length * Float.BYTES, bytes + " bytes of " + stored.length * Float.BYTES);
    }

    private static ByteCheck counting(AtomicLong bytes) {
        return new ByteCheck() {
            @Override
            public void passed(long position, ByteBuffer passed) {
                bytes.addAndGet(passed.remaining());
            }

            @Override
            public void complete() {}
        };
    }

    private static byte[] linear(float[] stored) {
        return OnnxBytes.model(new ProtobufBytes()
                .message(1, OnnxBytes.node("MatMul", "/dense/MatMul", "y", "x", "onnx::MatMul_1"))
                .text(2, "linear")
                .message(5, OnnxBytes.tensor("onnx::MatMul_1", OnnxBytes.F32, OnnxBytes.floats(stored), 2, 3))
                .message(11, value("x", 1, 2))
                .message(12, value("y", 1, 3)));
    }

    private static ProtobufBytes value(String name, long... dimensions) {
        var shape = new ProtobufBytes();
        for (long dimension : dimensions) {
            shape.message(1, new ProtobufBytes().number(1, dimension));
        }
        var tensor = new ProtobufBytes().number(1, OnnxBytes.F32).message(2, shape);
        return new ProtobufBytes().text(1, name).message(2, new ProtobufBytes().message(1, tensor));
    }
}
