package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.OptimizerKernels.AdamW;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Element loops in vectors; the last elements of a range go through the plain form.
final class VectorMapLoops implements MapLoops {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LENGTH = SPECIES.length();
    private static final MapLoops PLAIN = new PlainMapLoops();

    @Override
    public void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            load(a, aAt + i).add(load(b, bAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.add(a, aAt + i, b, bAt + i, y, yAt + i, n - i);
    }

    @Override
    public void multiply(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            load(a, aAt + i).mul(load(b, bAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.multiply(a, aAt + i, b, bAt + i, y, yAt + i, n - i);
    }

    @Override
    public void scale(float[] x, int xAt, float factor, float[] y, int yAt, boolean add, int n) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = load(x, xAt + i);
            (add ? v.fma(factors, load(y, yAt + i)) : v.mul(factors)).intoArray(y, yAt + i);
        }
        PLAIN.scale(x, xAt + i, factor, y, yAt + i, add, n - i);
    }

    @Override
    public void shiftScale(float[] x, int xAt, float shift, float factor, float[] y, int yAt, int n) {
        FloatVector shifts = FloatVector.broadcast(SPECIES, shift);
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            load(x, xAt + i).sub(shifts).mul(factors).intoArray(y, yAt + i);
        }
        PLAIN.shiftScale(x, xAt + i, shift, factor, y, yAt + i, n - i);
    }

    @Override
    public void scaleShift(float[] x, int xAt, float factor, float shift, float[] y, int yAt, int n) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        FloatVector shifts = FloatVector.broadcast(SPECIES, -shift);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            load(x, xAt + i).fma(factors, shifts).intoArray(y, yAt + i);
        }
        PLAIN.scaleShift(x, xAt + i, factor, shift, y, yAt + i, n - i);
    }

    @Override
    public void exp(float[] x, int xAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMath.exp(load(x, xAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.exp(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMath.gelu(load(x, xAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.gelu(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void geluGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, boolean add, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector r = load(g, gAt + i).mul(VectorMath.geluSlope(load(x, xAt + i)));
            // Not by store(): the compiler's budget for this loop is spent, and a call would put r on the heap.
            (add ? r.add(FloatVector.fromArray(SPECIES, out, outAt + i)) : r).intoArray(out, outAt + i);
        }
        PLAIN.geluGrad(g, gAt + i, x, xAt + i, out, outAt + i, add, n - i);
    }

    @Override
    public void geluNew(float[] x, int xAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMath.geluNew(load(x, xAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.geluNew(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void geluNewGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, boolean add, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            store(load(g, gAt + i).mul(VectorMath.geluNewSlope(load(x, xAt + i))), out, outAt + i, add);
        }
        PLAIN.geluNewGrad(g, gAt + i, x, xAt + i, out, outAt + i, add, n - i);
    }

    @Override
    public void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMath.tanh(load(x, xAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.tanh(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void tanhGrad(float[] g, int gAt, float[] y, int yAt, float[] out, int outAt, boolean add, int n) {
        FloatVector ones = FloatVector.broadcast(SPECIES, 1f);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector t = load(y, yAt + i);
            store(load(g, gAt + i).mul(t.neg().fma(t, ones)), out, outAt + i, add);
        }
        PLAIN.tanhGrad(g, gAt + i, y, yAt + i, out, outAt + i, add, n - i);
    }

    @Override
    public void relu(float[] x, int xAt, float[] y, int yAt, int n) {
        FloatVector zeros = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            load(x, xAt + i).max(zeros).intoArray(y, yAt + i);
        }
        PLAIN.relu(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void reluGrad(float[] g, int gAt, float[] y, int yAt, float[] out, int outAt, boolean add, int n) {
        FloatVector zeros = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMask<Float> off = load(y, yAt + i).compare(VectorOperators.LE, zeros);
            store(load(g, gAt + i).blend(zeros, off), out, outAt + i, add);
        }
        PLAIN.reluGrad(g, gAt + i, y, yAt + i, out, outAt + i, add, n - i);
    }

    @Override
    public void adamW(
            AdamW settings, float[] gradient, int gradientAt, float[] value, int valueAt,
            float[] firstMoment, int firstAt, float[] secondMoment, int secondAt, int n) {
        FloatVector beta1 = FloatVector.broadcast(SPECIES, settings.beta1());
        FloatVector beta2 = FloatVector.broadcast(SPECIES, settings.beta2());
        float rest1 = 1 - settings.beta1();
        float rest2 = 1 - settings.beta2();
        FloatVector decay = FloatVector.broadcast(SPECIES, 1 - settings.learningRate() * settings.weightDecay());
        float stepSize = settings.learningRate() / settings.beta1Correction();
        float rootCorrection = (float) Math.sqrt(settings.beta2Correction());
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector g = load(gradient, gradientAt + i).mul(settings.gradScale());
            FloatVector first = beta1.fma(load(firstMoment, firstAt + i), g.mul(rest1));
            FloatVector second = beta2.fma(load(secondMoment, secondAt + i), g.mul(rest2).mul(g));
            FloatVector divisor = second.sqrt().div(rootCorrection).add(settings.epsilon());
            first.intoArray(firstMoment, firstAt + i);
            second.intoArray(secondMoment, secondAt + i);
            load(value, valueAt + i).fma(decay, first.mul(stepSize).div(divisor).neg()).intoArray(value, valueAt + i);
        }
        PLAIN.adamW(
                settings, gradient, gradientAt + i, value, valueAt + i,
                firstMoment, firstAt + i, secondMoment, secondAt + i, n - i);
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    private static void store(FloatVector r, float[] out, int at, boolean add) {
        if (add) {
            load(out, at).add(r).intoArray(out, at);
        } else {
            r.intoArray(out, at);
        }
    }
}
