package dev.lathe.tensor.cpu.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lathe.tensor.cpu.loops.PackLoops;
import dev.lathe.tensor.cpu.loops.PlainPackLoops;
import dev.lathe.tensor.cpu.loops.PlainTileLoops;
import dev.lathe.tensor.cpu.loops.VectorLoops;
import dev.lathe.tensor.cpu.loops.VectorTile6Loops;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.cpu.threads.Threads;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Products of all sizes around those of tiles, and around every size where [Gemm] goes another way, against the
/// chains that define them, bit for bit.
class GemmTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    /// Elements before each matrix, and behind each of its rows.
    private static final int AT = 5;
    private static final int APART = 3;

    private final Threads alone = new Threads(1);
    private final Threads three = new Threads(3);
    private final PackLoops packs = VectorLoops.create().packs();
    private final Gemm[] forms = {
        new Gemm(alone, new PlainTileLoops(), new PlainPackLoops()),
        new Gemm(alone, VectorLoops.create().tiles(), packs),
        new Gemm(alone, new VectorTile6Loops(), packs),
        new Gemm(three, VectorLoops.create().tiles(), packs),
        new Gemm(three, new VectorTile6Loops(), packs)
    };

    @AfterEach
    void endThreads() {
        alone.close();
        three.close();
    }

    private enum Start {
        ZERO,
        HELD,
        BIAS
    }

    /// Sizes of a product.
    record Size(int m, int n, int k) {}

    static IntStream rows() {
        return IntStream.rangeClosed(1, 33);
    }

    static Stream<Size> larger() {
        return Stream.of(
                new Size(8, 32, 0), new Size(1, 1, 1601), new Size(16, 2, 768), new Size(2, 70, 769),
                new Size(16, 64, 769), new Size(17, 65, 1537), new Size(24, 96, 128), new Size(64, 64, 65), new Size(65, 95, 64), new Size(1, 160, 700),
                new Size(48, 33, 130), new Size(129, 31, 67), new Size(131, 100, 65), new Size(260, 15, 33),
                new Size(300, 70, 771), new Size(5, 700, 40),
                new Size(100, 200, 70), new Size(128, 200, 600), new Size(200, 100, 64));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everySmallProductIsItsChains(int m) {
        for (int n = 1; n <= 33; n++) {
            check(new Size(m, n, 1 + (m * 7 + n * 3) % 19));
        }
    }

    @ParameterizedTest
    @MethodSource("larger")
    void largerProductsAreTheirChains(Size size) {
        check(size);
    }

    private void check(Size size) {
        for (int form = 0; form < 4; form++) {
            Matrix a = random(size.m, size.k, (form & 1) != 0, 1);
            Matrix b = random(size.k, size.n, (form & 2) != 0, 2);
            float[] bias = random(1, size.n + AT, false, 3).array();
            for (Start start : Start.values()) {
                Matrix expected = random(size.m, size.n, false, 4);
                chains(size, a, b, expected, start(start, expected, bias));
                for (int i = 0; i < forms.length; i++) {
                    compare(size, a, b, bias, start, expected, i);
                }
            }
        }
    }

    private void compare(Size size, Matrix a, Matrix b, float[] bias, Start start, Matrix expected, int form) {
        Gemm gemm = forms[form];
        var results = new Matrix[3];
        for (int i = 0; i < results.length; i++) {
            results[i] = random(size.m, size.n, false, 4);
        }
        gemm.onAllThreads(a, b, results[0], size.m, size.n, size.k, start(start, results[0], bias), Gemm.Finish.NOTHING);
        gemm.here(a, b, results[1], size.m, size.n, size.k, start(start, results[1], bias), new Scratch());
        var panels = new float[gemm.panelSize(size.n, size.k)];
        gemm.pack(b, size.n, size.k, panels);
        gemm.onAllThreads(
                a, panels, results[2], size.m, size.n, size.k, start(start, results[2], bias), Gemm.Finish.NOTHING);
        for (int i = 0; i < results.length; i++) {
            int way = i;
            assertArrayEquals(expected.array(), results[i].array(), () ->
                    "%s, a %s, b %s, start %s, loops %d, way %d; -Dtest.seed=%d".formatted(
                            size, a.transposed(), b.transposed(), start, form, way, SEED));
        }
    }

    /// The definition.
    private static void chains(Size size, Matrix a, Matrix b, Matrix c, ChainStart start) {
        for (int i = 0; i < size.m; i++) {
            for (int j = 0; j < size.n; j++) {
                float chain = start.array()[start.at(i, j)];
                for (int p = 0; p < size.k; p++) {
                    chain = Math.fma(element(a, i, p), element(b, p, j), chain);
                }
                c.array()[c.at() + i * c.stride() + j] = chain;
            }
        }
    }

    private static float element(Matrix x, int i, int j) {
        return x.array()[x.at() + (x.transposed() ? j * x.stride() + i : i * x.stride() + j)];
    }

    private static ChainStart start(Start start, Matrix result, float[] bias) {
        return switch (start) {
            case ZERO -> ChainStart.zero();
            case HELD -> ChainStart.held(result);
            case BIAS -> ChainStart.row(bias, AT);
        };
    }

    /// What lies between its rows is random too: no product may read or change it.
    private static Matrix random(int rows, int cols, boolean transposed, long salt) {
        var random = new SplittableRandom(SEED + salt);
        int stride = (transposed ? rows : cols) + APART;
        var values = new float[AT + stride * (transposed ? cols : rows)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Matrix(values, AT, stride, transposed);
    }
}
