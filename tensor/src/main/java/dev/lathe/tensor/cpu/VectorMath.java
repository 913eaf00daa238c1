package dev.lathe.tensor.cpu;

import static dev.lathe.tensor.cpu.FloatMath.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [FloatMath] for whole vectors: the same operations in the same order, so the same bits.
final class VectorMath {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;

    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.max(EXP_LOWEST).min(EXP_HIGHEST);
        FloatVector rounded = clamped.fma(all(LOG2_E), all(ROUNDER));
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(all(-LN2_HIGH), clamped);
        r = n.fma(all(-LN2_LOW), r);
        FloatVector p = all(EXP_5).fma(r, all(EXP_4));
        p = p.fma(r, all(EXP_3));
        p = p.fma(r, all(EXP_2));
        p = p.fma(r, all(EXP_1));
        p = p.fma(r, all(EXP_0));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = rounded.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOf2(half)).mul(powerOf2(exponent.sub(half)));
    }

    private static FloatVector powerOf2(IntVector exponent) {
        return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static FloatVector erf(FloatVector x) {
        FloatVector c = x.max(-ERF_LIMIT).min(ERF_LIMIT);
        FloatVector z = c.mul(c);
        FloatVector p = all(ERF_P6).fma(z, all(ERF_P5));
        p = p.fma(z, all(ERF_P4));
        p = p.fma(z, all(ERF_P3));
        p = p.fma(z, all(ERF_P2));
        p = p.fma(z, all(ERF_P1));
        p = p.fma(z, all(ERF_P0)).mul(c);
        FloatVector q = all(ERF_Q4).fma(z, all(ERF_Q3));
        q = q.fma(z, all(ERF_Q2));
        q = q.fma(z, all(ERF_Q1));
        q = q.fma(z, all(ERF_Q0));
        return p.div(q);
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector c = x.max(-TANH_LIMIT).min(TANH_LIMIT);
        FloatVector z = c.mul(c);
        FloatVector p = all(TANH_P6).fma(z, all(TANH_P5));
        p = p.fma(z, all(TANH_P4));
        p = p.fma(z, all(TANH_P3));
        p = p.fma(z, all(TANH_P2));
        p = p.fma(z, all(TANH_P1));
        p = p.fma(z, all(TANH_P0)).mul(c);
        FloatVector q = all(TANH_Q3).fma(z, all(TANH_Q2));
        q = q.fma(z, all(TANH_Q1));
        q = q.fma(z, all(TANH_Q0));
        return p.div(q);
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector half = x.mul(0.5f);
        return erf(x.mul(SQRT_HALF)).fma(half, half);
    }

    /// Φ(x), the share of a normal distribution below x.
    static FloatVector normalShare(FloatVector x) {
        return erf(x.mul(SQRT_HALF)).fma(all(0.5f), all(0.5f));
    }

    /// φ(x), the density of a normal distribution.
    static FloatVector normalDensity(FloatVector x) {
        return exp(x.mul(x).mul(-0.5f)).mul(DENSITY_AT_0);
    }

    static FloatVector geluNew(FloatVector x) {
        FloatVector half = x.mul(0.5f);
        return tanh(geluNewInner(x)).fma(half, half);
    }

    static FloatVector geluNewSlope(FloatVector x) {
        FloatVector c = x.max(-GELU_NEW_LIMIT).min(GELU_NEW_LIMIT);
        FloatVector t = tanh(geluNewInner(c));
        FloatVector innerSlope = c.mul(c).fma(all(3 * GELU_NEW_CUBIC), all(1f)).mul(GELU_NEW_SLOPE);
        FloatVector half = c.mul(0.5f);
        return half.mul(t.neg().fma(t, all(1f))).fma(innerSlope, t.fma(all(0.5f), all(0.5f)));
    }

    private static FloatVector geluNewInner(FloatVector x) {
        return x.mul(x).mul(GELU_NEW_CUBIC).fma(x, x).mul(GELU_NEW_SLOPE);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
