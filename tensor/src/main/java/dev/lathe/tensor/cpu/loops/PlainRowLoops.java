package dev.lathe.tensor.cpu.loops;

import java.util.Arrays;

/// Row loops in plain Java.
final class PlainRowLoops implements RowLoops {
    /// One array a thread: one a row was most of the garbage of a step, for what is found by an index stays on the heap.
    private static final ThreadLocal<float[]> LANES_OF_THREAD = ThreadLocal.withInitial(() -> new float[LANES]);

    private static float[] lanes() {
        float[] lanes = LANES_OF_THREAD.get();
        Arrays.fill(lanes, 0);
        return lanes;
    }

    @Override
    public float sum(float[] x, int xAt, int n) {
        float[] lanes = lanes();
        for (int i = 0; i < n; i++) {
            lanes[i & (LANES - 1)] += x[xAt + i];
        }
        return tree(lanes);
    }

    @Override
    public float sumOfSquares(float mean, float[] x, int xAt, int n) {
        float[] lanes = lanes();
        for (int i = 0; i < n; i++) {
            float d = x[xAt + i] - mean;
            int lane = i & (LANES - 1);
            lanes[lane] = Math.fma(d, d, lanes[lane]);
        }
        return tree(lanes);
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int n) {
        float[] lanes = lanes();
        for (int i = 0; i < n; i++) {
            int lane = i & (LANES - 1);
            lanes[lane] = Math.fma(a[aAt + i], b[bAt + i], lanes[lane]);
        }
        return tree(lanes);
    }

    @Override
    public float dotNormalized(
            float[] g, int gAt, float[] w, int wAt, float[] x, int xAt, float mean, float rstd, int n) {
        float[] lanes = lanes();
        for (int i = 0; i < n; i++) {
            int lane = i & (LANES - 1);
            lanes[lane] = Math.fma(g[gAt + i] * w[wAt + i], (x[xAt + i] - mean) * rstd, lanes[lane]);
        }
        return tree(lanes);
    }

    @Override
    public float max(float[] x, int xAt, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = x[xAt + i] > max ? x[xAt + i] : max;
        }
        return max + 0f;
    }

    @Override
    public float sumOfExps(float[] x, int xAt, float shift, int n) {
        float[] lanes = lanes();
        for (int i = 0; i < n; i++) {
            lanes[i & (LANES - 1)] += FloatMath.exp(x[xAt + i] - shift);
        }
        return tree(lanes);
    }

    @Override
    public float expSum(float[] x, int xAt, float scale, float shift, float[] y, int yAt, int n) {
        float[] lanes = lanes();
        for (int i = 0; i < n; i++) {
            float e = FloatMath.exp(Math.fma(x[xAt + i], scale, -shift));
            y[yAt + i] = e;
            lanes[i & (LANES - 1)] += e;
        }
        return tree(lanes);
    }

    @Override
    public void scaledExp(
            float[] x, int xAt, float shift, float factor, float[] out, int outAt, boolean add, int n) {
        for (int i = 0; i < n; i++) {
            float r = FloatMath.exp(x[xAt + i] - shift) * factor;
            out[outAt + i] = add ? out[outAt + i] + r : r;
        }
    }

    @Override
    public void softmaxGrad(
            float[] g, int gAt, float[] y, int yAt, float dot, float factor,
            float[] out, int outAt, boolean add, int n) {
        for (int i = 0; i < n; i++) {
            float r = (g[gAt + i] - dot) * y[yAt + i] * factor;
            out[outAt + i] = add ? out[outAt + i] + r : r;
        }
    }

    @Override
    public void droppedSoftmaxGrad(
            float[] g, int gAt, float[] d, int dAt, float[] y, int yAt, float dot, float factor,
            float[] out, int outAt, int n) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] = Math.fma(g[gAt + i], d[dAt + i], -(y[yAt + i] * dot)) * factor;
        }
    }

    @Override
    public void normalize(
            float[] x, int xAt, float mean, float rstd, float[] w, int wAt, float[] b, int bAt,
            float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.fma((x[xAt + i] - mean) * rstd, w[wAt + i], b[bAt + i]);
        }
    }

    @Override
    public void normalizeGradInput(
            float[] g, int gAt, float[] w, int wAt, float[] x, int xAt, float mean, float rstd,
            float averageG, float averageGN, float[] out, int outAt, boolean add, int n) {
        for (int i = 0; i < n; i++) {
            float normal = (x[xAt + i] - mean) * rstd;
            float centred = g[gAt + i] * w[wAt + i] - averageG;
            float r = Math.fma(-normal, averageGN, centred) * rstd;
            out[outAt + i] = add ? out[outAt + i] + r : r;
        }
    }

    @Override
    public void normalizeGradParameters(
            float[] g, int gAt, float[] x, int xAt, float mean, float rstd,
            float[] gradW, int gradWAt, float[] gradB, int gradBAt, int n) {
        for (int i = 0; i < n; i++) {
            float slope = g[gAt + i];
            gradW[gradWAt + i] = Math.fma(slope, (x[xAt + i] - mean) * rstd, gradW[gradWAt + i]);
            gradB[gradBAt + i] += slope;
        }
    }

    /// Joins the lanes in the order that all forms share.
    private static float tree(float[] lanes) {
        for (int width = LANES / 2; width > 0; width /= 2) {
            for (int i = 0; i < width; i++) {
                lanes[i] += lanes[i + width];
            }
        }
        return lanes[0];
    }
}
