package dev.lathe.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [FloatMath] for whole vectors: the same operations in the same order, so the same bits.
///
/// Constants are vectors once and for all. Broadcast where they are used, they would fill the compiler's budget
/// for one method (`NodeCountInliningCutoff`); what it leaves out runs with every vector on the heap.
final class VectorMath {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final FloatVector LOG2_E = all(FloatMath.LOG2_E);
    private static final FloatVector ROUNDER = all(FloatMath.ROUNDER);
    private static final FloatVector EXP_5 = all(FloatMath.EXP_5);
    private static final FloatVector EXP_4 = all(FloatMath.EXP_4);
    private static final FloatVector EXP_3 = all(FloatMath.EXP_3);
    private static final FloatVector EXP_2 = all(FloatMath.EXP_2);
    private static final FloatVector EXP_1 = all(FloatMath.EXP_1);
    private static final FloatVector EXP_0 = all(FloatMath.EXP_0);
    private static final FloatVector EXP_LOWEST = all(FloatMath.EXP_LOWEST);
    private static final FloatVector EXP_HIGHEST = all(FloatMath.EXP_HIGHEST);
    private static final FloatVector ERF_LIMIT = all(FloatMath.ERF_LIMIT);
    private static final FloatVector ERF_P6 = all(FloatMath.ERF_P6);
    private static final FloatVector ERF_P5 = all(FloatMath.ERF_P5);
    private static final FloatVector ERF_P4 = all(FloatMath.ERF_P4);
    private static final FloatVector ERF_P3 = all(FloatMath.ERF_P3);
    private static final FloatVector ERF_P2 = all(FloatMath.ERF_P2);
    private static final FloatVector ERF_P1 = all(FloatMath.ERF_P1);
    private static final FloatVector ERF_P0 = all(FloatMath.ERF_P0);
    private static final FloatVector ERF_Q4 = all(FloatMath.ERF_Q4);
    private static final FloatVector ERF_Q3 = all(FloatMath.ERF_Q3);
    private static final FloatVector ERF_Q2 = all(FloatMath.ERF_Q2);
    private static final FloatVector ERF_Q1 = all(FloatMath.ERF_Q1);
    private static final FloatVector ERF_Q0 = all(FloatMath.ERF_Q0);
    private static final FloatVector TANH_LIMIT = all(FloatMath.TANH_LIMIT);
    private static final FloatVector TANH_P6 = all(FloatMath.TANH_P6);
    private static final FloatVector TANH_P5 = all(FloatMath.TANH_P5);
    private static final FloatVector TANH_P4 = all(FloatMath.TANH_P4);
    private static final FloatVector TANH_P3 = all(FloatMath.TANH_P3);
    private static final FloatVector TANH_P2 = all(FloatMath.TANH_P2);
    private static final FloatVector TANH_P1 = all(FloatMath.TANH_P1);
    private static final FloatVector TANH_P0 = all(FloatMath.TANH_P0);
    private static final FloatVector TANH_Q3 = all(FloatMath.TANH_Q3);
    private static final FloatVector TANH_Q2 = all(FloatMath.TANH_Q2);
    private static final FloatVector TANH_Q1 = all(FloatMath.TANH_Q1);
    private static final FloatVector TANH_Q0 = all(FloatMath.TANH_Q0);
    private static final FloatVector SQRT_HALF = all(FloatMath.SQRT_HALF);
    private static final FloatVector DENSITY_AT_0 = all(FloatMath.DENSITY_AT_0);
    private static final FloatVector GELU_LIMIT = all(FloatMath.GELU_LIMIT);
    private static final FloatVector MINUS_GELU_LIMIT = all(-FloatMath.GELU_LIMIT);
    private static final FloatVector GELU_NEW_SLOPE = all(FloatMath.GELU_NEW_SLOPE);
    private static final FloatVector GELU_NEW_CUBIC = all(FloatMath.GELU_NEW_CUBIC);
    private static final FloatVector GELU_NEW_LIMIT = all(FloatMath.GELU_NEW_LIMIT);
    private static final FloatVector MINUS_LN2_HIGH = all(-FloatMath.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = all(-FloatMath.LN2_LOW);
    private static final FloatVector MINUS_ERF_LIMIT = all(-FloatMath.ERF_LIMIT);
    private static final FloatVector MINUS_TANH_LIMIT = all(-FloatMath.TANH_LIMIT);
    private static final FloatVector MINUS_GELU_NEW_LIMIT = all(-FloatMath.GELU_NEW_LIMIT);
    private static final FloatVector THREE_CUBIC = all(3 * FloatMath.GELU_NEW_CUBIC);
    private static final IntVector ROUNDER_BITS = ints(FloatMath.ROUNDER_BITS);
    private static final IntVector BIAS = ints(127);
    private static final FloatVector ONE = all(1f);
    private static final FloatVector HALF = all(0.5f);
    private static final FloatVector MINUS_HALF = all(-0.5f);

    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = clamp(x, EXP_LOWEST, EXP_HIGHEST);
        FloatVector rounded = clamped.fma(LOG2_E, ROUNDER);
        IntVector exponent = rounded.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return expOfRest(clamped, rounded).mul(powerOf2(half)).mul(powerOf2(exponent.sub(half)));
    }

    private static FloatVector expInRange(FloatVector x) {
        FloatVector rounded = x.fma(LOG2_E, ROUNDER);
        return expOfRest(x, rounded).mul(powerOf2(rounded.reinterpretAsInts().sub(ROUNDER_BITS)));
    }

    private static FloatVector expOfRest(FloatVector x, FloatVector rounded) {
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(MINUS_LN2_HIGH, x);
        r = n.fma(MINUS_LN2_LOW, r);
        FloatVector p = EXP_5.fma(r, EXP_4);
        p = p.fma(r, EXP_3);
        p = p.fma(r, EXP_2);
        p = p.fma(r, EXP_1);
        p = p.fma(r, EXP_0);
        return p.fma(r.mul(r), r).add(ONE);
    }

    /// NaN stays NaN. Not `max` and `min`: these care for the sign of zero, in six instructions each.
    private static FloatVector clamp(FloatVector x, FloatVector lowest, FloatVector highest) {
        FloatVector raised = x.blend(lowest, x.compare(VectorOperators.LT, lowest));
        return raised.blend(highest, raised.compare(VectorOperators.GT, highest));
    }

    private static FloatVector powerOf2(IntVector exponent) {
        return exponent.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector erf(FloatVector x) {
        FloatVector c = clamp(x, MINUS_ERF_LIMIT, ERF_LIMIT);
        FloatVector z = c.mul(c);
        FloatVector p = ERF_P6.fma(z, ERF_P5);
        p = p.fma(z, ERF_P4);
        p = p.fma(z, ERF_P3);
        p = p.fma(z, ERF_P2);
        p = p.fma(z, ERF_P1);
        p = p.fma(z, ERF_P0).mul(c);
        FloatVector q = ERF_Q4.fma(z, ERF_Q3);
        q = q.fma(z, ERF_Q2);
        q = q.fma(z, ERF_Q1);
        q = q.fma(z, ERF_Q0);
        return p.div(q);
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector c = clamp(x, MINUS_TANH_LIMIT, TANH_LIMIT);
        FloatVector z = c.mul(c);
        FloatVector p = TANH_P6.fma(z, TANH_P5);
        p = p.fma(z, TANH_P4);
        p = p.fma(z, TANH_P3);
        p = p.fma(z, TANH_P2);
        p = p.fma(z, TANH_P1);
        p = p.fma(z, TANH_P0).mul(c);
        FloatVector q = TANH_Q3.fma(z, TANH_Q2);
        q = q.fma(z, TANH_Q1);
        q = q.fma(z, TANH_Q0);
        return p.div(q);
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector half = x.mul(HALF);
        return erf(x.mul(SQRT_HALF)).fma(half, half);
    }

    /// Φ(x) + x φ(x)
    static FloatVector geluSlope(FloatVector x) {
        FloatVector c = clamp(x, MINUS_GELU_LIMIT, GELU_LIMIT);
        FloatVector cumulative = erf(c.mul(SQRT_HALF)).fma(HALF, HALF);
        FloatVector density = expInRange(c.mul(c).mul(MINUS_HALF)).mul(DENSITY_AT_0);
        return c.fma(density, cumulative);
    }

    static FloatVector geluNew(FloatVector x) {
        FloatVector half = x.mul(HALF);
        return tanh(geluNewInner(x)).fma(half, half);
    }

    static FloatVector geluNewSlope(FloatVector x) {
        FloatVector c = clamp(x, MINUS_GELU_NEW_LIMIT, GELU_NEW_LIMIT);
        FloatVector t = tanh(geluNewInner(c));
        FloatVector innerSlope = c.mul(c).fma(THREE_CUBIC, ONE).mul(GELU_NEW_SLOPE);
        FloatVector half = c.mul(HALF);
        return half.mul(t.neg().fma(t, ONE)).fma(innerSlope, t.fma(HALF, HALF));
    }

    private static FloatVector geluNewInner(FloatVector x) {
        return x.mul(x).mul(GELU_NEW_CUBIC).fma(x, x).mul(GELU_NEW_SLOPE);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    private static IntVector ints(int value) {
        return IntVector.broadcast(VectorSpecies.of(int.class, SPECIES.vectorShape()), value);
    }
}
