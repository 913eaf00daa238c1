package dev.lathe.tensor.device;

/// The 16-bit floats of [DType#BF16]: sign, eight bits of exponent and seven of fraction, as the upper half of a float has them.
public final class BFloat16 {
    private static final int QUIET = 0x40;
    private static final int FRACTION = 0x7f;

    private BFloat16() {}

    /// The float of the same value. Exact.
    public static float widen(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /// The nearest, of two equally near ones that whose last bit is 0. What is nearer to 2^128 than to the largest number becomes
    /// infinite; NaN stays NaN, and one that was widened gets its bits back.
    public static short round(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // Rounding could carry it into an infinity, cutting could leave one.
            int upper = bits >>> 16;
            return (short) ((upper & FRACTION) == 0 ? upper | QUIET : upper);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
