package dev.lathe.tensor.cpu.loops;

/// Element loops in plain Java.
final class PlainMapLoops implements MapLoops {
    @Override
    public void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] + b[bAt + i];
        }
    }

    @Override
    public void multiply(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i];
        }
    }

    @Override
    public void scale(float[] x, int xAt, float factor, float[] y, int yAt, boolean add, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = add ? Math.fma(x[xAt + i], factor, y[yAt + i]) : x[xAt + i] * factor;
        }
    }

    @Override
    public void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = FloatMath.gelu(x[xAt + i]);
        }
    }

    @Override
    public void geluGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, boolean add, int n) {
        for (int i = 0; i < n; i++) {
            float r = g[gAt + i] * FloatMath.geluSlope(x[xAt + i]);
            out[outAt + i] = add ? out[outAt + i] + r : r;
        }
    }

    @Override
    public void geluNew(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = FloatMath.geluNew(x[xAt + i]);
        }
    }

    @Override
    public void geluNewGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, boolean add, int n) {
        for (int i = 0; i < n; i++) {
            float r = g[gAt + i] * FloatMath.geluNewSlope(x[xAt + i]);
            out[outAt + i] = add ? out[outAt + i] + r : r;
        }
    }

    @Override
    public void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = FloatMath.tanh(x[xAt + i]);
        }
    }

    @Override
    public void tanhGrad(float[] g, int gAt, float[] y, int yAt, float[] out, int outAt, boolean add, int n) {
        for (int i = 0; i < n; i++) {
            float t = y[yAt + i];
            float r = g[gAt + i] * Math.fma(-t, t, 1f);
            out[outAt + i] = add ? out[outAt + i] + r : r;
        }
    }

    @Override
    public void relu(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.max(x[xAt + i], 0f);
        }
    }

    @Override
    public void reluGrad(float[] g, int gAt, float[] y, int yAt, float[] out, int outAt, boolean add, int n) {
        for (int i = 0; i < n; i++) {
            float r = y[yAt + i] <= 0 ? 0 : g[gAt + i];
            out[outAt + i] = add ? out[outAt + i] + r : r;
        }
    }

    @Override
    public void adamW(
            AdamWStep settings, float[] gradient, int gradientAt, float[] value, int valueAt,
            float[] firstMoment, int firstAt, float[] secondMoment, int secondAt, int n) {
        float beta1 = settings.beta1();
        float beta2 = settings.beta2();
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        float decay = 1 - settings.learningRate() * settings.weightDecay();
        float stepSize = settings.learningRate() / settings.beta1Correction();
        float rootCorrection = (float) Math.sqrt(settings.beta2Correction());
        for (int i = 0; i < n; i++) {
            float g = gradient[gradientAt + i] * settings.gradScale();
            float first = Math.fma(beta1, firstMoment[firstAt + i], rest1 * g);
            float second = Math.fma(beta2, secondMoment[secondAt + i], rest2 * g * g);
            float divisor = (float) Math.sqrt(second) / rootCorrection + settings.epsilon();
            firstMoment[firstAt + i] = first;
            secondMoment[secondAt + i] = second;
            value[valueAt + i] = Math.fma(value[valueAt + i], decay, -(stepSize * first / divisor));
        }
    }
}
