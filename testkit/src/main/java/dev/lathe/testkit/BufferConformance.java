package dev.lathe.testkit;

import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Holds buffers of all dtypes against backends, in memory of models and of steps: what is written is read, in parts too; other
/// host arrays are refused.
public final class BufferConformance {
    private static final int ALL_BFLOATS = 1 << 16;
    /// Floats and what they are as BF16.
    private static final float[][] ROUNDED = {
        {0, 0}, {-0f, -0f}, {1, 1}, {-3.5f, -3.5f},
        // Half way between two, of which the second is even, then the first; then to both sides of half way.
        {0x1.01p0f, 1}, {0x1.03p0f, 0x1.04p0f}, {0x1.010002p0f, 0x1.02p0f}, {0x1.00fffep0f, 1}, {-0x1.03p0f, -0x1.04p0f},
        {0x1.fep127f, 0x1.fep127f}, {0x1.fefffep127f, 0x1.fep127f}, {0x1.ffp127f, Float.POSITIVE_INFINITY},
        {-Float.MAX_VALUE, Float.NEGATIVE_INFINITY}, {Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY},
        {Float.MIN_VALUE, 0}, {0x1p-133f, 0x1p-133f}, {0x1.8p-134f, 0x1p-133f}, {Float.NaN, Float.NaN}};

    private final Backend backend;
    private final List<String> failures = new ArrayList<>();

    private BufferConformance(Backend backend) {
        this.backend = backend;
    }

    /// What falls short on `backend`, a line each.
    public static List<String> run(Backend backend) {
        var conformance = new BufferConformance(backend);
        for (Lifetime lifetime : Lifetime.values()) {
            for (DType dtype : DType.values()) {
                try (Region region = backend.openRegion("buffers", lifetime)) {
                    conformance.hasItsSize(region, dtype, lifetime);
                    conformance.refuses(region, dtype);
                }
            }
            try (Region region = backend.openRegion("buffers", lifetime)) {
                conformance.everyBFloatComesBack(region);
                conformance.floatsAreRounded(region);
                conformance.everyByteComesBack(region);
                conformance.intsComeBack(region);
                conformance.doublesComeBack(region);
            }
        }
        return conformance.failures;
    }

    private void hasItsSize(Region region, DType dtype, Lifetime lifetime) {
        Buffer buffer = region.allocate(dtype, 5);
        check(buffer.size() == 5 && buffer.dtype() == dtype, dtype + ", " + lifetime + ": is of another size or dtype");
        region.release(buffer);
    }

    private void refuses(Region region, DType dtype) {
        Buffer buffer = region.allocate(dtype, 2);
        refusal(dtype, DType.F32, dtype == DType.F32 || dtype == DType.BF16, () -> buffer.write(0, new float[2], 0, 2));
        refusal(dtype, DType.F32, dtype == DType.F32 || dtype == DType.BF16, () -> buffer.read(0, new float[2], 0, 2));
        refusal(dtype, DType.I32, dtype == DType.I32, () -> buffer.write(0, new int[2], 0, 2));
        refusal(dtype, DType.I32, dtype == DType.I32, () -> buffer.read(0, new int[2], 0, 2));
        refusal(dtype, DType.I8, dtype == DType.I8, () -> buffer.write(0, new byte[2], 0, 2));
        refusal(dtype, DType.I8, dtype == DType.I8, () -> buffer.read(0, new byte[2], 0, 2));
        refusal(dtype, DType.F64, dtype == DType.F64, () -> buffer.write(0, new double[2], 0, 2));
        refusal(dtype, DType.F64, dtype == DType.F64, () -> buffer.read(0, new double[2], 0, 2));
    }

    private void refusal(DType dtype, DType host, boolean fits, Runnable call) {
        String wanted = fits ? "nothing" : "buffer of %s: host array of %s does not fit".formatted(dtype, host);
        String said = "nothing";
        try {
            call.run();
        } catch (IllegalArgumentException e) {
            said = e.getMessage();
        }
        check(said.equals(wanted), "%s: said '%s', not '%s'".formatted(dtype, said, wanted));
    }

    /// All bits that 16 can be, NaNs among them.
    private void everyBFloatComesBack(Region region) {
        Buffer buffer = region.allocate(DType.BF16, ALL_BFLOATS + 1);
        var all = new float[ALL_BFLOATS];
        for (int bits = 0; bits < ALL_BFLOATS; bits++) {
            all[bits] = Float.intBitsToFloat(bits << 16);
        }
        buffer.write(1, all, 0, ALL_BFLOATS);
        var back = new float[ALL_BFLOATS + 3];
        buffer.read(1, back, 3, ALL_BFLOATS);
        for (int bits = 0; bits < ALL_BFLOATS; bits++) {
            int is = Float.floatToRawIntBits(back[bits + 3]);
            check(is == bits << 16, "BF16 %04x came back as %08x".formatted(bits, is));
        }
    }

    private void floatsAreRounded(Region region) {
        Buffer buffer = region.allocate(DType.BF16, 1);
        for (float[] pair : ROUNDED) {
            buffer.write(0, pair, 0, 1);
            var is = new float[1];
            buffer.read(0, is, 0, 1);
            check(Float.compare(is[0], pair[1]) == 0, "%a as BF16 is %a, not %a".formatted(pair[0], is[0], pair[1]));
        }
        // A NaN whose upper half alone would be an infinity.
        buffer.write(0, new float[] {Float.intBitsToFloat(0x7f800001)}, 0, 1);
        var is = new float[1];
        buffer.read(0, is, 0, 1);
        check(Float.isNaN(is[0]), "a NaN as BF16 is " + is[0]);
    }

    private void everyByteComesBack(Region region) {
        Buffer buffer = region.allocate(DType.I8, 256 + 3);
        var all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        // To an odd place, then the middle once more from the middle: neighbours stay.
        buffer.write(3, all, 0, all.length);
        buffer.write(3 + 77, all, 77, 50);
        var back = new byte[256];
        buffer.read(3, back, 0, back.length);
        check(Arrays.equals(all, back), "I8: not all bytes came back");
    }

    private void intsComeBack(Region region) {
        Buffer buffer = region.allocate(DType.I32, 3);
        buffer.write(0, new int[] {7, Integer.MIN_VALUE, -1}, 0, 3);
        var back = new int[2];
        buffer.read(1, back, 0, 2);
        check(back[0] == Integer.MIN_VALUE && back[1] == -1, "I32: " + Arrays.toString(back));
    }

    private void doublesComeBack(Region region) {
        Buffer buffer = region.allocate(DType.F64, 3);
        buffer.write(0, new double[] {9, Math.PI, -Double.MIN_VALUE}, 0, 3);
        var back = new double[2];
        buffer.read(1, back, 0, 2);
        check(back[0] == Math.PI && back[1] == -Double.MIN_VALUE, "F64: " + Arrays.toString(back));
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            failures.add("%s: %s".formatted(backend.description(), otherwise));
        }
    }
}
