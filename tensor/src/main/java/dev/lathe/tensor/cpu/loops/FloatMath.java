package dev.lathe.tensor.cpu.loops;

/// exp, log, erf and tanh of floats, from additions, products, fused multiply-adds, divisions and integer
/// operations only: the same bits on every CPU. [VectorMath] does the same to whole vectors.
public final class FloatMath {
    // exp: x = n ln 2 + r, with ln 2 in two parts so that n times the first is exact; e^r = 1 + r (1 + r P(r)) on
    // |r| <= ln(2)/2, P fitted to the least largest error, which is 3e-9. All of it is computed 2^24 times smaller, which
    // changes no digit, and multiplied by 2^(n + 24), a normal number for every n up to 103: one product brings the result
    // to its size and rounds to a denormal number where that is it.
    static final float LOG2_E = 1.44269504f;
    static final float LN2_HIGH = 0.693145751953125f;
    static final float LN2_LOW = 1.428606765330187e-06f;
    static final float EXP_6 = 1.3814599e-3f * 0x1p-24f;
    static final float EXP_5 = 8.368717e-3f * 0x1p-24f;
    static final float EXP_4 = 4.166839e-2f * 0x1p-24f;
    static final float EXP_3 = 1.6666521e-1f * 0x1p-24f;
    static final float EXP_2 = 4.9999994e-1f * 0x1p-24f;
    static final float EXP_1 = 0x1p-24f;
    /// Below, e^x is closer to 0 than to the smallest float.
    static final float EXP_LOWEST = -104f;
    /// Up to here n is at most 103.
    static final float EXP_ONE_FACTOR = 71f;
    /// Above, e^x is more than any float.
    static final float EXP_HIGHEST = 89f;
    /// Adding 1.5 x 2^23 rounds to an integer, which then stands in the low bits; with 127 + 24 more they are the biased
    /// exponent of 2^(n + 24).
    static final float ROUNDER = 12582912f + 127f + 24f;
    static final int EXPONENT_SHIFT = 23;
    /// The bits of a rounded number of the largest exponent.
    static final int EXP_HIGHEST_BITS = 0x4B400000 + 254;
    /// What 2^(n + 24) is divided by where it is no float.
    private static final int EXP_SECOND_FACTOR = 32;

    // log: x = 2^n m with m from sqrt(1/2) to sqrt 2; with z = m - 1, log m = z - z²/2 + z³ P(z), P of Cephes' logf (Moshier, 1989).
    static final float LOG_8 = 7.0376836292e-2f;
    static final float LOG_7 = -1.1514610310e-1f;
    static final float LOG_6 = 1.1676998740e-1f;
    static final float LOG_5 = -1.2420140846e-1f;
    static final float LOG_4 = 1.4249322787e-1f;
    static final float LOG_3 = -1.6668057665e-1f;
    static final float LOG_2 = 2.0000714765e-1f;
    static final float LOG_1 = -2.4999993993e-1f;
    static final float LOG_0 = 3.3333331174e-1f;
    /// The bits of sqrt(1/2): what is added to a number's bits less these goes over to the exponent at sqrt 2.
    private static final int SQRT_HALF_BITS = 0x3F3504F3;
    private static final int FRACTION_BITS = 0x007FFFFF;
    /// Brings a denormal number among the normal ones.
    private static final float LOG_RAISED = 0x1p25f;
    private static final int LOG_RAISED_BY = 25;

    // erf on |x| <= 4 as x P(x²) / Q(x²); beyond, erf is 1 to within half a unit in the last place.
    static final float ERF_LIMIT = 4f;
    static final float ERF_P6 = -2.72614225801306e-10f;
    static final float ERF_P5 = 2.77068142495902e-08f;
    static final float ERF_P4 = -2.10102402082508e-06f;
    static final float ERF_P3 = -5.69250639462346e-05f;
    static final float ERF_P2 = -7.34990630326855e-04f;
    static final float ERF_P1 = -2.95459980854025e-03f;
    static final float ERF_P0 = -1.60960333262415e-02f;
    static final float ERF_Q4 = -1.45660718464996e-05f;
    static final float ERF_Q3 = -2.13374055278905e-04f;
    static final float ERF_Q2 = -1.68282697438203e-03f;
    static final float ERF_Q1 = -7.37332916720468e-03f;
    static final float ERF_Q0 = -1.42647390514189e-02f;

    // tanh on |x| <= 7.9988 as x P(x²) / Q(x²), which is exactly 1 there and so beyond: 1 - tanh² must be 0, as
    // the slope of the tanh form of GELU multiplies it by x³.
    static final float TANH_LIMIT = 7.9988117f;
    static final float TANH_P6 = -2.76076847742355e-16f;
    static final float TANH_P5 = 2.00018790482477e-13f;
    static final float TANH_P4 = -8.60467152213735e-11f;
    static final float TANH_P3 = 5.12229709037114e-08f;
    static final float TANH_P2 = 1.48572235717979e-05f;
    static final float TANH_P1 = 6.37261928875436e-04f;
    static final float TANH_P0 = 4.89352455891786e-03f;
    static final float TANH_Q3 = 1.19825839466702e-06f;
    static final float TANH_Q2 = 1.18534705686654e-04f;
    static final float TANH_Q1 = 2.26843463243900e-03f;
    static final float TANH_Q0 = 4.89352518554385e-03f;

    // The slope of GELU on |x| <= 5.85 as 1/2 + x P(u), u = x² 2 / 5.85² - 1 from -1 to 1, so that no power is large;
    // beyond, it is 0 or 1 to within 1e-7. P fitted to the least largest error of x P, 8e-8.
    static final float GELU_LIMIT = 5.85f;
    static final float GELU_SQUARES = 2 / (GELU_LIMIT * GELU_LIMIT);
    static final float GELU_S17 = -0.0043785293f;
    static final float GELU_S16 = 0.009092306f;
    static final float GELU_S15 = 0.0005326394f;
    static final float GELU_S14 = -0.0023058576f;
    static final float GELU_S13 = -0.025378859f;
    static final float GELU_S12 = 0.041211613f;
    static final float GELU_S11 = -0.033217397f;
    static final float GELU_S10 = 0.041977853f;
    static final float GELU_S9 = -0.06351046f;
    static final float GELU_S8 = 0.070948176f;
    static final float GELU_S7 = -0.0680197f;
    static final float GELU_S6 = 0.063165754f;
    static final float GELU_S5 = -0.056029312f;
    static final float GELU_S4 = 0.048701532f;
    static final float GELU_S3 = -0.0451527f;
    static final float GELU_S2 = 0.04794047f;
    static final float GELU_S1 = -0.06105292f;
    static final float GELU_S0 = 0.12094548f;
    static final float SQRT_HALF = 0.70710678f;
    /// sqrt(2/π) and the cubic coefficient of the tanh form of GELU (Hendrycks and Gimpel, 2016).
    static final float GELU_NEW_SLOPE = 0.7978845608f;
    static final float GELU_NEW_CUBIC = 0.044715f;
    /// From here on the tanh form of GELU is x or 0, and its slope 1 or 0.
    static final float GELU_NEW_LIMIT = 16f;

    private FloatMath() {}

    /// e^x; relative error below 1e-7 where the result is a normal number, and one denormal number at most where it is one.
    /// NaN stays NaN.
    public static float exp(float x) {
        float rounded = Math.fma(x, LOG2_E, ROUNDER);
        float n = rounded - ROUNDER;
        float r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(EXP_6, r, EXP_5);
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r, EXP_1);
        int bits = Float.floatToRawIntBits(rounded);
        if (x > EXP_ONE_FACTOR) {
            float part = p * Float.intBitsToFloat((bits - EXP_SECOND_FACTOR) << EXPONENT_SHIFT);
            return x > EXP_HIGHEST ? Float.POSITIVE_INFINITY : part * (1L << EXP_SECOND_FACTOR);
        }
        return x < EXP_LOWEST ? 0 : p * Float.intBitsToFloat(bits << EXPONENT_SHIFT);
    }

    /// The natural logarithm; error below 1e-7 of its size. -∞ of 0, NaN of what is below, and NaN stays NaN.
    public static float log(float x) {
        if (!(x > 0) || x == Float.POSITIVE_INFINITY) {
            return x == 0 ? Float.NEGATIVE_INFINITY : x < 0 ? Float.NaN : x;
        }
        boolean denormal = x < Float.MIN_NORMAL;
        int above = Float.floatToRawIntBits(denormal ? x * LOG_RAISED : x) - SQRT_HALF_BITS;
        float n = (above >> EXPONENT_SHIFT) - (denormal ? LOG_RAISED_BY : 0);
        float z = Float.intBitsToFloat((above & FRACTION_BITS) + SQRT_HALF_BITS) - 1;
        float p = Math.fma(LOG_8, z, LOG_7);
        p = Math.fma(p, z, LOG_6);
        p = Math.fma(p, z, LOG_5);
        p = Math.fma(p, z, LOG_4);
        p = Math.fma(p, z, LOG_3);
        p = Math.fma(p, z, LOG_2);
        p = Math.fma(p, z, LOG_1);
        p = Math.fma(p, z, LOG_0);
        float z2 = z * z;
        float rest = Math.fma(n, LN2_LOW, z * z2 * p);
        rest = Math.fma(z2, -0.5f, rest);
        return Math.fma(n, LN2_HIGH, z + rest);
    }

    /// erf(x); absolute error below 3.3e-7.
    static float erf(float x) {
        float c = Math.min(Math.max(x, -ERF_LIMIT), ERF_LIMIT);
        float z = c * c;
        float p = Math.fma(ERF_P6, z, ERF_P5);
        p = Math.fma(p, z, ERF_P4);
        p = Math.fma(p, z, ERF_P3);
        p = Math.fma(p, z, ERF_P2);
        p = Math.fma(p, z, ERF_P1);
        p = Math.fma(p, z, ERF_P0) * c;
        float q = Math.fma(ERF_Q4, z, ERF_Q3);
        q = Math.fma(q, z, ERF_Q2);
        q = Math.fma(q, z, ERF_Q1);
        q = Math.fma(q, z, ERF_Q0);
        return p / q;
    }

    /// tanh(x); absolute error below 3e-7.
    static float tanh(float x) {
        float c = Math.min(Math.max(x, -TANH_LIMIT), TANH_LIMIT);
        float z = c * c;
        float p = Math.fma(TANH_P6, z, TANH_P5);
        p = Math.fma(p, z, TANH_P4);
        p = Math.fma(p, z, TANH_P3);
        p = Math.fma(p, z, TANH_P2);
        p = Math.fma(p, z, TANH_P1);
        p = Math.fma(p, z, TANH_P0) * c;
        float q = Math.fma(TANH_Q3, z, TANH_Q2);
        q = Math.fma(q, z, TANH_Q1);
        q = Math.fma(q, z, TANH_Q0);
        return p / q;
    }

    static float gelu(float x) {
        float half = x * 0.5f;
        return Math.fma(erf(x * SQRT_HALF), half, half);
    }

    /// Φ(x) + x φ(x); absolute error below 2.7e-7.
    static float geluSlope(float x) {
        float c = Math.min(Math.max(x, -GELU_LIMIT), GELU_LIMIT);
        float u = Math.fma(c * c, GELU_SQUARES, -1f);
        // Two chains, of powers below 8 and from 8 on: in one, each step would wait for the last, 1.2 times as long.
        // Even and odd powers would do with one product less, but cancel each other at the ends: twice the error.
        float low = Math.fma(GELU_S7, u, GELU_S6);
        float high = Math.fma(GELU_S17, u, GELU_S16);
        low = Math.fma(low, u, GELU_S5);
        low = Math.fma(low, u, GELU_S4);
        low = Math.fma(low, u, GELU_S3);
        low = Math.fma(low, u, GELU_S2);
        low = Math.fma(low, u, GELU_S1);
        low = Math.fma(low, u, GELU_S0);
        high = Math.fma(high, u, GELU_S15);
        high = Math.fma(high, u, GELU_S14);
        high = Math.fma(high, u, GELU_S13);
        high = Math.fma(high, u, GELU_S12);
        high = Math.fma(high, u, GELU_S11);
        high = Math.fma(high, u, GELU_S10);
        high = Math.fma(high, u, GELU_S9);
        high = Math.fma(high, u, GELU_S8);
        float u2 = u * u;
        float u4 = u2 * u2;
        return Math.fma(Math.fma(high, u4 * u4, low), c, 0.5f);
    }

    static float geluNew(float x) {
        float half = x * 0.5f;
        return Math.fma(tanh(geluNewInner(x)), half, half);
    }

    static float geluNewSlope(float x) {
        float c = Math.min(Math.max(x, -GELU_NEW_LIMIT), GELU_NEW_LIMIT);
        float t = tanh(geluNewInner(c));
        float innerSlope = Math.fma(c * c, 3 * GELU_NEW_CUBIC, 1f) * GELU_NEW_SLOPE;
        float half = c * 0.5f;
        return Math.fma(half * Math.fma(-t, t, 1f), innerSlope, Math.fma(t, 0.5f, 0.5f));
    }

    private static float geluNewInner(float x) {
        return Math.fma(x * x * GELU_NEW_CUBIC, x, x) * GELU_NEW_SLOPE;
    }
}
