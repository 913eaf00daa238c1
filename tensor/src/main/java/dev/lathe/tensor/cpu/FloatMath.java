package dev.lathe.tensor.cpu;

/// exp, erf and tanh of floats, from additions, products, fused multiply-adds, divisions and integer
/// operations only: the same bits on every CPU. [VectorMath] does the same to whole vectors.
final class FloatMath {
    // exp: x = n ln 2 + r, with ln 2 in two parts so that n times the first is exact; coefficients of the
    // Cephes library's expf for e^r on |r| <= ln(2)/2.
    static final float LOG2_E = 1.44269504f;
    static final float LN2_HIGH = 0.693145751953125f;
    static final float LN2_LOW = 1.428606765330187e-06f;
    static final float EXP_5 = 1.9875691500e-4f;
    static final float EXP_4 = 1.3981999507e-3f;
    static final float EXP_3 = 8.3334519073e-3f;
    static final float EXP_2 = 4.1665795894e-2f;
    static final float EXP_1 = 1.6666665459e-1f;
    static final float EXP_0 = 5.0000001201e-1f;
    /// Below, e^x is closer to 0 than to the smallest float.
    static final float EXP_LOWEST = -104f;
    /// Above, e^x is infinite.
    static final float EXP_HIGHEST = 89f;
    /// Adding 1.5 x 2^23 rounds to an integer, which then stands in the low bits.
    static final float ROUNDER = 12582912f;
    static final int ROUNDER_BITS = 0x4B400000;

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

    /// Beyond, the slope of GELU is 0 or 1 as a float.
    static final float GELU_LIMIT = 13f;
    static final float SQRT_HALF = 0.70710678f;
    /// 1 / sqrt(2π): the normal density at 0.
    static final float DENSITY_AT_0 = 0.39894228f;
    /// sqrt(2/π) and the cubic coefficient of the tanh form of GELU (Hendrycks and Gimpel, 2016).
    static final float GELU_NEW_SLOPE = 0.7978845608f;
    static final float GELU_NEW_CUBIC = 0.044715f;
    /// From here on the tanh form of GELU is x or 0, and its slope 1 or 0.
    static final float GELU_NEW_LIMIT = 16f;

    private FloatMath() {}

    /// e^x; relative error below 2e-7 where the result is a normal number.
    static float exp(float x) {
        float clamped = Math.min(Math.max(x, EXP_LOWEST), EXP_HIGHEST);
        float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
        int exponent = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
        int half = exponent >> 1;
        return expOfRest(clamped, rounded) * powerOf2(half) * powerOf2(exponent - half);
    }

    /// e^x for x from -87 to 0, in fewer operations.
    private static float expInRange(float x) {
        float rounded = Math.fma(x, LOG2_E, ROUNDER);
        return expOfRest(x, rounded) * powerOf2(Float.floatToRawIntBits(rounded) - ROUNDER_BITS);
    }

    /// e^r, where x = n ln 2 + r and `rounded` = n + [#ROUNDER].
    private static float expOfRest(float x, float rounded) {
        float n = rounded - ROUNDER;
        float r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(EXP_5, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r, EXP_0);
        return Math.fma(p, r * r, r) + 1f;
    }

    private static float powerOf2(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
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

    /// Φ(x) + x φ(x)
    static float geluSlope(float x) {
        float c = Math.min(Math.max(x, -GELU_LIMIT), GELU_LIMIT);
        float cumulative = Math.fma(erf(c * SQRT_HALF), 0.5f, 0.5f);
        float density = expInRange(c * c * -0.5f) * DENSITY_AT_0;
        return Math.fma(c, density, cumulative);
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
