package dev.lathe.tensor.cpu.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/// Every 1009th float of all: NaNs, infinities and denormals are among them.
class FloatMathTest {
    private static final int STRIDE = 1009;

    @FunctionalInterface
    private interface Scalar {
        float of(float x);
    }

    @FunctionalInterface
    private interface Vectorized {
        FloatVector of(FloatVector x);
    }

    @FunctionalInterface
    private interface Check {
        void of(float x);
    }

    @Test
    void expIsRightToAFractionOfAnUlp() {
        forAllFloats(FloatMathTest::checkExp);
        assertEquals(0f, FloatMath.exp(Float.NEGATIVE_INFINITY));
        assertEquals(1f, FloatMath.exp(0));
        assertEquals(Float.POSITIVE_INFINITY, FloatMath.exp(Float.POSITIVE_INFINITY));
    }

    /// Every single float where the scale takes a second factor, and where the results end.
    @Test
    void expIsRightWhereItTurns() {
        for (float x = 70.5f; x < 89.5f; x = Math.nextUp(x)) {
            checkExp(x);
        }
        for (float x = -105; x < -86; x = Math.nextUp(x)) {
            checkExp(x);
        }
    }

    private static void checkExp(float x) {
        float got = FloatMath.exp(x);
        double want = StrictMath.exp(x);
        if (Float.isNaN(x)) {
            assertTrue(Float.isNaN(got), () -> "exp of NaN is " + got);
        } else if (want > Float.MAX_VALUE) {
            assertTrue(got >= Float.MAX_VALUE * (1 - 1e-7f), () -> "exp(%s) is %s".formatted(x, got));
        } else {
            double allowed = want < Float.MIN_NORMAL ? Float.MIN_VALUE : 1e-7 * want;
            assertTrue(Math.abs(got - want) <= allowed, () -> "exp(%s) is %s, not %s".formatted(x, got, want));
        }
    }

    @Test
    void logIsRightToAnUlp() {
        forAllFloats(FloatMathTest::checkLog);
        for (float x = 0.7f; x < 1.43f; x = Math.nextUp(x)) {
            checkLog(x);
        }
        assertEquals(0f, FloatMath.log(1));
        assertEquals(Float.NEGATIVE_INFINITY, FloatMath.log(0));
        assertEquals(Float.NEGATIVE_INFINITY, FloatMath.log(-0f));
        assertEquals(Float.POSITIVE_INFINITY, FloatMath.log(Float.POSITIVE_INFINITY));
    }

    private static void checkLog(float x) {
        float got = FloatMath.log(x);
        double want = StrictMath.log(x);
        if (Float.isNaN(x) || x < 0) {
            assertTrue(Float.isNaN(got), () -> "log(%s) is %s".formatted(x, got));
        } else if (x > 0 && x < Float.POSITIVE_INFINITY) {
            assertTrue(Math.abs(got - want) <= 1e-7 * Math.abs(want),
                    () -> "log(%s) is %s, not %s".formatted(x, got, want));
        }
    }

    @Test
    void geluSlopeIsWithin27Parts() {
        forAllFloats(x -> near("geluSlope", x, FloatMath.geluSlope(x), FloatMathTest::geluSlope, 2.7e-7));
    }

    private static double geluSlope(double x) {
        if (Math.abs(x) > 30) {
            return x > 0 ? 1 : 0;
        }
        double density = StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        return 0.5 * (1 + erf(x / Math.sqrt(2))) + x * density;
    }

    @Test
    void erfIsWithin33Parts() {
        forAllFloats(x -> near("erf", x, FloatMath.erf(x), FloatMathTest::erf, 3.3e-7));
        assertEquals(1f, FloatMath.erf(4));
        assertEquals(-1f, FloatMath.erf(Float.NEGATIVE_INFINITY));
    }

    @Test
    void tanhIsWithin27PartsAndExactlyOneFarOut() {
        forAllFloats(x -> near("tanh", x, FloatMath.tanh(x), StrictMath::tanh, 2.7e-7));
        assertEquals(1f, FloatMath.tanh(8));
        assertEquals(-1f, FloatMath.tanh(Float.NEGATIVE_INFINITY));
    }

    @Test
    void erfAndTanhKeepTheirDigitsNearZero() {
        // Below, P x is a denormal number, which has fewer digits.
        for (float x = 1e-35f; x < 0.1f; x *= 1.01f) {
            assertEquals(1, FloatMath.erf(x) / erf(x), 4e-7);
            assertEquals(1, FloatMath.tanh(x) / StrictMath.tanh(x), 4e-7);
        }
    }

    /// The error of erf times |x| / 2, where erf is not yet exactly 1; beyond, nothing.
    @Test
    void bothGelusAreFlatFarBelowZero() {
        forAllFloats(x -> {
            if (Float.isFinite(x) && x < -6) {
                assertEquals(0f, FloatMath.gelu(x), 1e-8f, () -> "gelu(%s)".formatted(x));
                assertEquals(0f, FloatMath.geluNew(x), 0f, () -> "geluNew(%s)".formatted(x));
            } else if (Float.isFinite(x) && x > 6) {
                assertEquals(x, FloatMath.gelu(x), 0f);
                assertEquals(x, FloatMath.geluNew(x), 0f);
            }
        });
    }

    /// tanh that stopped at 0.9999998 made the slope 1.03 at 100, infinite at 1e30.
    @Test
    void slopesOfBothGelusAre0Or1FarFromZero() {
        forAllFloats(x -> {
            if (Float.isFinite(x) && Math.abs(x) > 6) {
                assertEquals(x > 0 ? 1 : 0, FloatMath.geluSlope(x), 1e-7f, () -> "slope of gelu at %s".formatted(x));
                assertEquals(x > 0 ? 1f : 0f, FloatMath.geluNewSlope(x), 0f,
                        () -> "slope of geluNew at %s".formatted(x));
            }
        });
    }

    @Test
    void vectorsGiveTheSameBits() {
        sameBits("exp", x -> x > 71 ? 0 : FloatMath.exp(x),
                x -> VectorMath.expUpTo71(x).blend(0, x.compare(VectorOperators.GT, 71)));
        sameBits("erf", FloatMath::erf, VectorMath::erf);
        sameBits("tanh", FloatMath::tanh, VectorMath::tanh);
        sameBits("gelu", FloatMath::gelu, VectorMath::gelu);
        sameBits("geluSlope", FloatMath::geluSlope, VectorMath::geluSlope);
        sameBits("geluNew", FloatMath::geluNew, VectorMath::geluNew);
        sameBits("geluNewSlope", FloatMath::geluNewSlope, VectorMath::geluNewSlope);
    }

    /// Then a sum of them is so large that it tells.
    @Test
    void exponentialsInVectorsAreNeverSmallAbove71() {
        int infinity = Float.floatToIntBits(Float.POSITIVE_INFINITY);
        for (int bits = Float.floatToIntBits(Math.nextUp(71f)); bits <= infinity; bits += STRIDE) {
            FloatVector x = FloatVector.broadcast(VectorLoops.SPECIES, Float.intBitsToFloat(bits));
            float got = VectorMath.expUpTo71(x).lane(0);
            assertFalse(got < 0x1p100f, () -> "exp(%s) is %s".formatted(x.lane(0), got));
        }
    }

    private static void sameBits(String name, Scalar plain, Vectorized vector) {
        int length = VectorLoops.SPECIES.length();
        var in = new float[length];
        var out = new float[length];
        for (long bits = 0; bits < 1L << 32; bits += (long) STRIDE * length) {
            for (int lane = 0; lane < length; lane++) {
                in[lane] = Float.intBitsToFloat((int) (bits + (long) lane * STRIDE));
            }
            vector.of(FloatVector.fromArray(VectorLoops.SPECIES, in, 0)).intoArray(out, 0);
            for (int lane = 0; lane < length; lane++) {
                float want = plain.of(in[lane]);
                if (Float.floatToIntBits(want) != Float.floatToIntBits(out[lane])) {
                    throw new AssertionError("%s(%s): plain %s, vector %s".formatted(name, in[lane], want, out[lane]));
                }
            }
        }
    }

    private static void near(String name, float x, float got, DoubleUnaryOperator function, double allowed) {
        if (Float.isNaN(x)) {
            assertTrue(Float.isNaN(got), () -> "%s of NaN is %s".formatted(name, got));
        } else {
            double want = function.applyAsDouble(x);
            assertTrue(Math.abs(got - want) <= allowed, () -> "%s(%s) is %s, not %s".formatted(name, x, got, want));
        }
    }

    private static double erf(double x) {
        return Math.abs(x) > 6 ? Math.signum(x) : Math.abs(x) < 1e-5 ? 2 / Math.sqrt(Math.PI) * x : Erf.erf(x);
    }

    private static void forAllFloats(Check check) {
        for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
            check.of(Float.intBitsToFloat((int) bits));
        }
    }
}
