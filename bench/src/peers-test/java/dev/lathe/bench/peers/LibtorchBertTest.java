package dev.lathe.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LibtorchBertTest {

    private static final PaddedBatch PADDED = new PaddedBatch(2, 8,
            new long[] {101, 7592, 2088, 999, 2129, 2024, 2017, 102, 101, 102, 0, 0, 0, 0, 0, 0}, new long[16],
            new int[] {8, 2}, new long[] {0, 1});

    /// The expected values come from ONNX Runtime on the same file.
    @ParameterizedTest
    @EnumSource
    void computesWhatOnnxRuntimeComputes(LibtorchPath path) throws IOException {
        try (var _ = new PointerScope(); var trainer = minilm(path)) {
            double[] states = GoldenFile.values(trainer.model().hiddenStates(PADDED).getLast());
            assertArrayEquals(new double[] {0.06302166, 0.037958477, 0.14767647, 0.27843365, -0.19181742},
                    Arrays.copyOf(states, 5), 3e-6);
        }
    }

    @Test
    void bothPathsTrainAlike() throws IOException {
        double[] plain = twoLosses(LibtorchPath.PLAIN);
        double[] fastest = twoLosses(LibtorchPath.FASTEST);
        assertArrayEquals(plain, fastest, 1e-5);
    }

    @ParameterizedTest
    @EnumSource
    void dropsTheShareItIsTold(LibtorchPath path) {
        try (var _ = new PointerScope()) {
            torch.manual_seed(1);
            Tensor ones = torch.ones(1001, 1003);
            double[] values = GoldenFile.values(new LibtorchDropout(0.1, path).apply(ones));
            double kept = Arrays.stream(values).filter(value -> value > 0).count() / (double) values.length;
            assertEquals(0.9, kept, 0.0015, "five standard deviations of a million draws");
            assertEquals(1 / 0.9, Arrays.stream(values).max().orElseThrow(), 1e-6);
        }
    }

    private static double[] twoLosses(LibtorchPath path) throws IOException {
        try (var trainer = minilm(path)) {
            return new double[] {trainer.step(PADDED, 1e-4).loss(), trainer.step(PADDED, 1e-4).loss()};
        }
    }

    private static LibtorchTrainer minilm(LibtorchPath path) throws IOException {
        return new LibtorchTrainer(BertShape.MINILM, WeightSource.of(MiniLmWeights.read()), ScalarType.Float,
                new LibtorchDropout(0, path));
    }
}
