package dev.lathe.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.DType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The reductions that no op uses: they serve optimisers and the search for what went wrong.
class CpuReductionKernelsTest {
    private final CpuBackend backend = new CpuBackend(2);
    private final Workspace ws = Workspace.inference("test", backend);

    @AfterEach
    void close() {
        ws.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 16_384, 100_001})
    void sumOfSquaresIsThatOfDoubles(int count) {
        var random = new SplittableRandom(1);
        var x = new float[count];
        double want = 0;
        for (int i = 0; i < count; i++) {
            x[i] = (float) random.nextGaussian();
            want += (double) x[i] * x[i];
        }
        var sums = ws.buffer(DType.F64, 2);
        backend.reduction().sumOfSquares(
                List.of(ws.of(Shape.of(count), x).buffer()), new int[] {count}, sums, 1);
        var got = new double[1];
        sums.read(1, got, 0, 1);
        assertEquals(want, got[0], 1e-6 * want);
    }

    @Test
    void findsTheFirstNumberThatIsNone() {
        assertEquals(-1, firstNonFinite());
        assertEquals(-1, firstNonFinite(1, -Float.MAX_VALUE, 0, Float.MIN_VALUE));
        assertEquals(2, firstNonFinite(1, 2, Float.NaN, Float.POSITIVE_INFINITY));
        assertEquals(0, firstNonFinite(Float.NEGATIVE_INFINITY, 2));
    }

    private int firstNonFinite(float... values) {
        return backend.reduction().firstNonFinite(ws.of(Shape.of(values.length), values).buffer(), values.length);
    }
}
