package dev.lathe.tensor.cpu.loops;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Element loops in vectors; the last elements of a range go through the plain form. No helpers: see [VectorRowLoops].
final class VectorMapLoops implements MapLoops {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LENGTH = SPECIES.length();
    private static final MapLoops PLAIN = new PlainMapLoops();

    @Override
    public void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, a, aAt + i).add(fromArray(SPECIES, b, bAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.add(a, aAt + i, b, bAt + i, y, yAt + i, n - i);
    }

    @Override
    public void multiply(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, a, aAt + i).mul(fromArray(SPECIES, b, bAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.multiply(a, aAt + i, b, bAt + i, y, yAt + i, n - i);
    }

    @Override
    public void scale(float[] x, int xAt, float factor, float[] y, int yAt, boolean add, int n) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xAt + i);
            (add ? v.fma(factors, fromArray(SPECIES, y, yAt + i)) : v.mul(factors)).intoArray(y, yAt + i);
        }
        PLAIN.scale(x, xAt + i, factor, y, yAt + i, add, n - i);
    }

    @Override
    public void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMath.gelu(fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.gelu(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void geluGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, boolean add, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector slope = VectorMath.geluSlope(fromArray(SPECIES, x, xAt + i));
            FloatVector r = fromArray(SPECIES, g, gAt + i).mul(slope);
            (add ? r.add(fromArray(SPECIES, out, outAt + i)) : r).intoArray(out, outAt + i);
        }
        PLAIN.geluGrad(g, gAt + i, x, xAt + i, out, outAt + i, add, n - i);
    }

    @Override
    public void geluNew(float[] x, int xAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMath.geluNew(fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.geluNew(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void geluNewGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, boolean add, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector slope = VectorMath.geluNewSlope(fromArray(SPECIES, x, xAt + i));
            FloatVector r = fromArray(SPECIES, g, gAt + i).mul(slope);
            (add ? r.add(fromArray(SPECIES, out, outAt + i)) : r).intoArray(out, outAt + i);
        }
        PLAIN.geluNewGrad(g, gAt + i, x, xAt + i, out, outAt + i, add, n - i);
    }

    @Override
    public void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMath.tanh(fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
        }
        PLAIN.tanh(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void tanhGrad(float[] g, int gAt, float[] y, int yAt, float[] out, int outAt, boolean add, int n) {
        FloatVector ones = FloatVector.broadcast(SPECIES, 1f);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector t = fromArray(SPECIES, y, yAt + i);
            FloatVector r = fromArray(SPECIES, g, gAt + i).mul(t.neg().fma(t, ones));
            (add ? r.add(fromArray(SPECIES, out, outAt + i)) : r).intoArray(out, outAt + i);
        }
        PLAIN.tanhGrad(g, gAt + i, y, yAt + i, out, outAt + i, add, n - i);
    }

    @Override
    public void relu(float[] x, int xAt, float[] y, int yAt, int n) {
        FloatVector zeros = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            fromArray(SPECIES, x, xAt + i).max(zeros).intoArray(y, yAt + i);
        }
        PLAIN.relu(x, xAt + i, y, yAt + i, n - i);
    }

    @Override
    public void reluGrad(float[] g, int gAt, float[] y, int yAt, float[] out, int outAt, boolean add, int n) {
        FloatVector zeros = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            VectorMask<Float> off = fromArray(SPECIES, y, yAt + i).compare(VectorOperators.LE, zeros);
            FloatVector r = fromArray(SPECIES, g, gAt + i).blend(zeros, off);
            (add ? r.add(fromArray(SPECIES, out, outAt + i)) : r).intoArray(out, outAt + i);
        }
        PLAIN.reluGrad(g, gAt + i, y, yAt + i, out, outAt + i, add, n - i);
    }

    @Override
    public void adamW(
            AdamWStep settings, float[] gradient, int gradientAt, float[] value, int valueAt,
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
            FloatVector g = fromArray(SPECIES, gradient, gradientAt + i).mul(settings.gradScale());
            FloatVector first = beta1.fma(fromArray(SPECIES, firstMoment, firstAt + i), g.mul(rest1));
            FloatVector second = beta2.fma(fromArray(SPECIES, secondMoment, secondAt + i), g.mul(rest2).mul(g));
            FloatVector divisor = second.sqrt().div(rootCorrection).add(settings.epsilon());
            first.intoArray(firstMoment, firstAt + i);
            second.intoArray(secondMoment, secondAt + i);
            FloatVector change = first.mul(stepSize).div(divisor).neg();
            fromArray(SPECIES, value, valueAt + i).fma(decay, change).intoArray(value, valueAt + i);
        }
        PLAIN.adamW(
                settings, gradient, gradientAt + i, value, valueAt + i,
                firstMoment, firstAt + i, secondMoment, secondAt + i, n - i);
    }
}
