package dev.lathe.tensor.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [FloatMath] for whole vectors: the same operations in the same order, so the same bits.
///
/// Constants are broadcast where they are used: the compiler keeps them in registers. In static fields they would be
/// arrays of floats, to which a loop may write for all it knows: read again for every vector, they doubled the time of
/// exp. But each takes its part of the compiler's budget for one method (`NodeCountInliningCutoff`); what that leaves
/// out runs with every vector on the heap, ten times slower. So functions of more than some twenty do not fit a loop.
final class VectorMath {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;

    private VectorMath() {}

    /// [FloatMath#exp] where x is at most 71; above, at least 2^100 or not a number. Softmax has nothing above 0, and the
    /// second factor for what is above would make each exponential a quarter dearer.
    static FloatVector expUpTo71(FloatVector x) {
        FloatVector rounded = x.fma(all(FloatMath.LOG2_E), all(FloatMath.ROUNDER));
        FloatVector n = rounded.sub(all(FloatMath.ROUNDER));
        FloatVector r = n.fma(all(-FloatMath.LN2_HIGH), x);
        r = n.fma(all(-FloatMath.LN2_LOW), r);
        FloatVector p = all(FloatMath.EXP_6).fma(r, all(FloatMath.EXP_5));
        p = p.fma(r, all(FloatMath.EXP_4));
        p = p.fma(r, all(FloatMath.EXP_3));
        p = p.fma(r, all(FloatMath.EXP_2));
        p = p.fma(r, all(FloatMath.EXP_1));
        p = p.fma(r, all(FloatMath.EXP_1));
        IntVector bits = rounded.reinterpretAsInts().min(FloatMath.EXP_HIGHEST_BITS);
        FloatVector y = p.mul(bits.lanewise(VectorOperators.LSHL, FloatMath.EXPONENT_SHIFT).reinterpretAsFloats());
        return y.blend(all(0f), x.compare(VectorOperators.LT, all(FloatMath.EXP_LOWEST)));
    }

    /// NaN stays NaN. Not `max` and `min`: these care for the sign of zero, in six instructions each.
    private static FloatVector clamp(FloatVector x, FloatVector lowest, FloatVector highest) {
        FloatVector raised = x.blend(lowest, x.compare(VectorOperators.LT, lowest));
        return raised.blend(highest, raised.compare(VectorOperators.GT, highest));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector c = clamp(x, all(-FloatMath.ERF_LIMIT), all(FloatMath.ERF_LIMIT));
        FloatVector z = c.mul(c);
        FloatVector p = all(FloatMath.ERF_P6).fma(z, all(FloatMath.ERF_P5));
        p = p.fma(z, all(FloatMath.ERF_P4));
        p = p.fma(z, all(FloatMath.ERF_P3));
        p = p.fma(z, all(FloatMath.ERF_P2));
        p = p.fma(z, all(FloatMath.ERF_P1));
        p = p.fma(z, all(FloatMath.ERF_P0)).mul(c);
        FloatVector q = all(FloatMath.ERF_Q4).fma(z, all(FloatMath.ERF_Q3));
        q = q.fma(z, all(FloatMath.ERF_Q2));
        q = q.fma(z, all(FloatMath.ERF_Q1));
        q = q.fma(z, all(FloatMath.ERF_Q0));
        return p.div(q);
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector c = clamp(x, all(-FloatMath.TANH_LIMIT), all(FloatMath.TANH_LIMIT));
        FloatVector z = c.mul(c);
        FloatVector p = all(FloatMath.TANH_P6).fma(z, all(FloatMath.TANH_P5));
        p = p.fma(z, all(FloatMath.TANH_P4));
        p = p.fma(z, all(FloatMath.TANH_P3));
        p = p.fma(z, all(FloatMath.TANH_P2));
        p = p.fma(z, all(FloatMath.TANH_P1));
        p = p.fma(z, all(FloatMath.TANH_P0)).mul(c);
        FloatVector q = all(FloatMath.TANH_Q3).fma(z, all(FloatMath.TANH_Q2));
        q = q.fma(z, all(FloatMath.TANH_Q1));
        q = q.fma(z, all(FloatMath.TANH_Q0));
        return p.div(q);
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector half = x.mul(all(0.5f));
        return erf(x.mul(all(FloatMath.SQRT_HALF))).fma(half, half);
    }

    static FloatVector geluSlope(FloatVector x) {
        FloatVector c = clamp(x, all(-FloatMath.GELU_LIMIT), all(FloatMath.GELU_LIMIT));
        FloatVector u = c.mul(c).fma(all(FloatMath.GELU_SQUARES), all(-1f));
        FloatVector low = all(FloatMath.GELU_S7).fma(u, all(FloatMath.GELU_S6));
        FloatVector high = all(FloatMath.GELU_S17).fma(u, all(FloatMath.GELU_S16));
        low = low.fma(u, all(FloatMath.GELU_S5));
        low = low.fma(u, all(FloatMath.GELU_S4));
        low = low.fma(u, all(FloatMath.GELU_S3));
        low = low.fma(u, all(FloatMath.GELU_S2));
        low = low.fma(u, all(FloatMath.GELU_S1));
        low = low.fma(u, all(FloatMath.GELU_S0));
        high = high.fma(u, all(FloatMath.GELU_S15));
        high = high.fma(u, all(FloatMath.GELU_S14));
        high = high.fma(u, all(FloatMath.GELU_S13));
        high = high.fma(u, all(FloatMath.GELU_S12));
        high = high.fma(u, all(FloatMath.GELU_S11));
        high = high.fma(u, all(FloatMath.GELU_S10));
        high = high.fma(u, all(FloatMath.GELU_S9));
        high = high.fma(u, all(FloatMath.GELU_S8));
        FloatVector u2 = u.mul(u);
        FloatVector u4 = u2.mul(u2);
        return high.fma(u4.mul(u4), low).fma(c, all(0.5f));
    }

    static FloatVector geluNew(FloatVector x) {
        FloatVector half = x.mul(all(0.5f));
        return tanh(geluNewInner(x)).fma(half, half);
    }

    static FloatVector geluNewSlope(FloatVector x) {
        FloatVector c = clamp(x, all(-FloatMath.GELU_NEW_LIMIT), all(FloatMath.GELU_NEW_LIMIT));
        FloatVector t = tanh(geluNewInner(c));
        FloatVector innerSlope =
                c.mul(c).fma(all(3 * FloatMath.GELU_NEW_CUBIC), all(1f)).mul(all(FloatMath.GELU_NEW_SLOPE));
        FloatVector half = c.mul(all(0.5f));
        return half.mul(t.neg().fma(t, all(1f))).fma(innerSlope, t.fma(all(0.5f), all(0.5f)));
    }

    private static FloatVector geluNewInner(FloatVector x) {
        return x.mul(x).mul(all(FloatMath.GELU_NEW_CUBIC)).fma(x, x).mul(all(FloatMath.GELU_NEW_SLOPE));
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
