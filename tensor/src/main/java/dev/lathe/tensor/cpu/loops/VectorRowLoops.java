package dev.lathe.tensor.cpu.loops;

import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Row loops in vectors. The 16 lanes of a sum are one vector of 512 bits, two of 256 or four of 128.
///
/// Loops of up to 325 bytes (`FreqInlineSize`) become part of the kernel that calls them, and may find its budget for
/// inlining nearly spent. So they call methods of vectors only, which are exempt: a helper that is left out puts every
/// vector on the heap. Larger ones are compiled alone and call what they like.
final class VectorRowLoops implements RowLoops {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LENGTH = SPECIES.length();
    /// How many vectors hold the lanes: constants, so that the compiler drops what a width does not need.
    private static final boolean TWO = LENGTH <= 8;
    private static final boolean FOUR = LENGTH == 4;
    /// Ends of rows that fill no vector.
    private static final RowLoops PLAIN = new PlainRowLoops();
    private static final VectorShuffle<Float> BY_8 = turn(8);
    private static final VectorShuffle<Float> BY_4 = turn(4);
    private static final VectorShuffle<Float> BY_2 = turn(2);
    private static final VectorShuffle<Float> BY_1 = turn(1);

    /// [#LENGTH], but no constant to the compiler: a loop with steps of a constant it unrolls, and then reads eight vectors in
    /// no order. What fetches memory ahead does not see through that: sums of exponentials took up to twice as long.
    private final int step = LENGTH;

    private static VectorShuffle<Float> turn(int by) {
        return VectorShuffle.iota(SPECIES, by, 1, true);
    }

    @Override
    public float sum(float[] x, int xAt, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = s0.add(fromArray(SPECIES, x, xAt + i));
            if (TWO) {
                s1 = s1.add(fromArray(SPECIES, x, xAt + i + LENGTH));
            }
            if (FOUR) {
                s2 = s2.add(fromArray(SPECIES, x, xAt + i + 2 * LENGTH));
                s3 = s3.add(fromArray(SPECIES, x, xAt + i + 3 * LENGTH));
            }
        }
        if (whole < n) {
            s0 = s0.add(load(x, xAt + whole, tail(n - whole, 0)));
            if (TWO) {
                s1 = s1.add(load(x, xAt + whole + LENGTH, tail(n - whole, 1)));
            }
            if (FOUR) {
                s2 = s2.add(load(x, xAt + whole + 2 * LENGTH, tail(n - whole, 2)));
                s3 = s3.add(load(x, xAt + whole + 3 * LENGTH, tail(n - whole, 3)));
            }
        }
        return tree(s0, s1, s2, s3);
    }

    @Override
    public float sumOfSquares(float mean, float[] x, int xAt, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = addSquare(s0, load(x, xAt + i).sub(mean));
            if (TWO) {
                s1 = addSquare(s1, load(x, xAt + i + LENGTH).sub(mean));
            }
            if (FOUR) {
                s2 = addSquare(s2, load(x, xAt + i + 2 * LENGTH).sub(mean));
                s3 = addSquare(s3, load(x, xAt + i + 3 * LENGTH).sub(mean));
            }
        }
        if (whole < n) {
            s0 = addSquare(s0, load(x, xAt + whole, tail(n - whole, 0)).sub(mean, tail(n - whole, 0)));
            if (TWO) {
                s1 = addSquare(s1, load(x, xAt + whole + LENGTH, tail(n - whole, 1)).sub(mean, tail(n - whole, 1)));
            }
            if (FOUR) {
                s2 = addSquare(s2, load(x, xAt + whole + 2 * LENGTH, tail(n - whole, 2)).sub(mean, tail(n - whole, 2)));
                s3 = addSquare(s3, load(x, xAt + whole + 3 * LENGTH, tail(n - whole, 3)).sub(mean, tail(n - whole, 3)));
            }
        }
        return tree(s0, s1, s2, s3);
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = load(a, aAt + i).fma(load(b, bAt + i), s0);
            if (TWO) {
                s1 = load(a, aAt + i + LENGTH).fma(load(b, bAt + i + LENGTH), s1);
            }
            if (FOUR) {
                s2 = load(a, aAt + i + 2 * LENGTH).fma(load(b, bAt + i + 2 * LENGTH), s2);
                s3 = load(a, aAt + i + 3 * LENGTH).fma(load(b, bAt + i + 3 * LENGTH), s3);
            }
        }
        if (whole < n) {
            s0 = load(a, aAt + whole, tail(n - whole, 0)).fma(load(b, bAt + whole, tail(n - whole, 0)), s0);
            if (TWO) {
                s1 = load(a, aAt + whole + LENGTH, tail(n - whole, 1)).fma(load(b, bAt + whole + LENGTH, tail(n - whole, 1)), s1);
            }
            if (FOUR) {
                s2 = load(a, aAt + whole + 2 * LENGTH, tail(n - whole, 2)).fma(load(b, bAt + whole + 2 * LENGTH, tail(n - whole, 2)), s2);
                s3 = load(a, aAt + whole + 3 * LENGTH, tail(n - whole, 3)).fma(load(b, bAt + whole + 3 * LENGTH, tail(n - whole, 3)), s3);
            }
        }
        return tree(s0, s1, s2, s3);
    }

    @Override
    public float dotNormalized(
            float[] g, int gAt, float[] w, int wAt, float[] x, int xAt, float mean, float rstd, int n) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = product(g, gAt + i, w, wAt + i)
                    .fma(normal(x, xAt + i, mean, rstd), s0);
            if (TWO) {
                s1 = product(g, gAt + i + LENGTH, w, wAt + i + LENGTH)
                    .fma(normal(x, xAt + i + LENGTH, mean, rstd), s1);
            }
            if (FOUR) {
                s2 = product(g, gAt + i + 2 * LENGTH, w, wAt + i + 2 * LENGTH)
                    .fma(normal(x, xAt + i + 2 * LENGTH, mean, rstd), s2);
                s3 = product(g, gAt + i + 3 * LENGTH, w, wAt + i + 3 * LENGTH)
                    .fma(normal(x, xAt + i + 3 * LENGTH, mean, rstd), s3);
            }
        }
        if (whole < n) {
            s0 = product(g, gAt + whole, w, wAt + whole, tail(n - whole, 0))
                    .fma(normal(x, xAt + whole, mean, rstd, tail(n - whole, 0)), s0);
            if (TWO) {
                s1 = product(g, gAt + whole + LENGTH, w, wAt + whole + LENGTH, tail(n - whole, 1))
                    .fma(normal(x, xAt + whole + LENGTH, mean, rstd, tail(n - whole, 1)), s1);
            }
            if (FOUR) {
                s2 = product(g, gAt + whole + 2 * LENGTH, w, wAt + whole + 2 * LENGTH, tail(n - whole, 2))
                    .fma(normal(x, xAt + whole + 2 * LENGTH, mean, rstd, tail(n - whole, 2)), s2);
                s3 = product(g, gAt + whole + 3 * LENGTH, w, wAt + whole + 3 * LENGTH, tail(n - whole, 3))
                    .fma(normal(x, xAt + whole + 3 * LENGTH, mean, rstd, tail(n - whole, 3)), s3);
            }
        }
        return tree(s0, s1, s2, s3);
    }

    /// Four vectors in turn, as each has to wait for its last comparison: a quarter of the time of one.
    @Override
    public float max(float[] x, int xAt, int n) {
        FloatVector m0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        int i = 0;
        for (int four = 4 * step; i <= n - 4 * LENGTH; i += four) {
            FloatVector v0 = fromArray(SPECIES, x, xAt + i);
            FloatVector v1 = fromArray(SPECIES, x, xAt + i + LENGTH);
            FloatVector v2 = fromArray(SPECIES, x, xAt + i + 2 * LENGTH);
            FloatVector v3 = fromArray(SPECIES, x, xAt + i + 3 * LENGTH);
            m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
            m1 = m1.blend(v1, v1.compare(VectorOperators.GT, m1));
            m2 = m2.blend(v2, v2.compare(VectorOperators.GT, m2));
            m3 = m3.blend(v3, v3.compare(VectorOperators.GT, m3));
        }
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector v = fromArray(SPECIES, x, xAt + i);
            m0 = m0.blend(v, v.compare(VectorOperators.GT, m0));
        }
        float max = largest(larger(larger(m0, m1), larger(m2, m3)));
        for (; i < n; i++) {
            max = x[xAt + i] > max ? x[xAt + i] : max;
        }
        return max + 0f;
    }

    /// Not `max`, which cares for NaN and the sign of zero in six instructions.
    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    private static float largest(FloatVector v) {
        FloatVector m = v;
        if (LENGTH > 8) {
            m = larger(m, m.rearrange(BY_8));
        }
        if (LENGTH > 4) {
            m = larger(m, m.rearrange(BY_4));
        }
        m = larger(m, m.rearrange(BY_2));
        return larger(m, m.rearrange(BY_1)).lane(0);
    }

    @Override
    public float sumOfExps(float[] x, int xAt, float shift, int n) {
        return exps(x, xAt, 1, shift, x, xAt, false, n);
    }

    @Override
    public float expSum(float[] x, int xAt, float scale, float shift, float[] y, int yAt, int n) {
        return exps(x, xAt, scale, shift, y, yAt, true, n);
    }

    /// exp(x scale - shift), summed, and kept in `y` or not. One exp in the code whatever the width: two do not fit the
    /// compiler's budget. So the vectors that hold the lanes change places: the one that is added to goes behind the others.
    private float exps(
            float[] x, int xAt, float scale, float shift, float[] y, int yAt, boolean keep, int n) {
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        FloatVector shifts = FloatVector.broadcast(SPECIES, -shift);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += step) {
            FloatVector e = VectorMath.expUpTo71(fromArray(SPECIES, x, xAt + i).fma(scales, shifts));
            if (keep) {
                e.intoArray(y, yAt + i);
            }
            FloatVector s = s0.add(e);
            s0 = TWO ? s1 : s;
            s1 = FOUR ? s2 : s;
            s2 = s3;
            s3 = s;
        }
        if (whole < n) {
            float[] end = keep ? y : new float[LANES];
            int endAt = keep ? yAt + whole : 0;
            for (int i = whole; i < n; i++) {
                end[endAt + i - whole] = FloatMath.exp(Math.fma(x[xAt + i], scale, -shift));
            }
            s0 = s0.add(load(end, endAt, tail(n - whole, 0)));
            if (TWO) {
                s1 = s1.add(load(end, endAt + LENGTH, tail(n - whole, 1)));
            }
            if (FOUR) {
                s2 = s2.add(load(end, endAt + 2 * LENGTH, tail(n - whole, 2)));
                s3 = s3.add(load(end, endAt + 3 * LENGTH, tail(n - whole, 3)));
            }
        }
        return tree(s0, s1, s2, s3);
    }

    @Override
    public void scaledExp(
            float[] x, int xAt, float shift, float factor, float[] out, int outAt, boolean add, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector r = VectorMath.expUpTo71(fromArray(SPECIES, x, xAt + i).sub(shift)).mul(factor);
            (add ? r.add(fromArray(SPECIES, out, outAt + i)) : r).intoArray(out, outAt + i);
        }
        if (i < n) {
            PLAIN.scaledExp(x, xAt + i, shift, factor, out, outAt + i, add, n - i);
        }
    }

    @Override
    public void softmaxGrad(
            float[] g, int gAt, float[] y, int yAt, float dot, float factor,
            float[] out, int outAt, boolean add, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector slope = fromArray(SPECIES, g, gAt + i).sub(dot);
            FloatVector r = slope.mul(fromArray(SPECIES, y, yAt + i)).mul(factor);
            (add ? r.add(fromArray(SPECIES, out, outAt + i)) : r).intoArray(out, outAt + i);
        }
        if (i < n) {
            PLAIN.softmaxGrad(g, gAt + i, y, yAt + i, dot, factor, out, outAt + i, add, n - i);
        }
    }

    @Override
    public void droppedSoftmaxGrad(
            float[] g, int gAt, float[] d, int dAt, float[] y, int yAt, float dot, float factor,
            float[] out, int outAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector kept = fromArray(SPECIES, g, gAt + i);
            FloatVector all = fromArray(SPECIES, y, yAt + i).mul(dot).neg();
            kept.fma(fromArray(SPECIES, d, dAt + i), all).mul(factor).intoArray(out, outAt + i);
        }
        if (i < n) {
            PLAIN.droppedSoftmaxGrad(g, gAt + i, d, dAt + i, y, yAt + i, dot, factor, out, outAt + i, n - i);
        }
    }

    @Override
    public void normalize(
            float[] x, int xAt, float mean, float rstd, float[] w, int wAt, float[] b, int bAt,
            float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector normal = fromArray(SPECIES, x, xAt + i).sub(mean).mul(rstd);
            normal.fma(fromArray(SPECIES, w, wAt + i), fromArray(SPECIES, b, bAt + i)).intoArray(y, yAt + i);
        }
        if (i < n) {
            PLAIN.normalize(x, xAt + i, mean, rstd, w, wAt + i, b, bAt + i, y, yAt + i, n - i);
        }
    }

    @Override
    public void normalizeGradInput(
            float[] g, int gAt, float[] w, int wAt, float[] x, int xAt, float mean, float rstd,
            float averageG, float averageGN, float[] out, int outAt, boolean add, int n) {
        FloatVector averages = FloatVector.broadcast(SPECIES, averageGN);
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector product = fromArray(SPECIES, g, gAt + i).mul(fromArray(SPECIES, w, wAt + i));
            FloatVector normal = fromArray(SPECIES, x, xAt + i).sub(mean).mul(rstd);
            FloatVector r = normal.neg().fma(averages, product.sub(averageG)).mul(rstd);
            (add ? r.add(fromArray(SPECIES, out, outAt + i)) : r).intoArray(out, outAt + i);
        }
        if (i < n) {
            PLAIN.normalizeGradInput(
                    g, gAt + i, w, wAt + i, x, xAt + i, mean, rstd, averageG, averageGN, out, outAt + i, add, n - i);
        }
    }

    @Override
    public void normalizeGradParameters(
            float[] g, int gAt, float[] x, int xAt, float mean, float rstd,
            float[] gradW, int gradWAt, float[] gradB, int gradBAt, int n) {
        int i = 0;
        for (; i <= n - LENGTH; i += LENGTH) {
            FloatVector slope = fromArray(SPECIES, g, gAt + i);
            FloatVector normal = fromArray(SPECIES, x, xAt + i).sub(mean).mul(rstd);
            slope.fma(normal, fromArray(SPECIES, gradW, gradWAt + i)).intoArray(gradW, gradWAt + i);
            fromArray(SPECIES, gradB, gradBAt + i).add(slope).intoArray(gradB, gradBAt + i);
        }
        if (i < n) {
            PLAIN.normalizeGradParameters(
                    g, gAt + i, x, xAt + i, mean, rstd, gradW, gradWAt + i, gradB, gradBAt + i, n - i);
        }
    }

    /// (x - mean) rstd
    private static FloatVector normal(float[] x, int at, float mean, float rstd) {
        return load(x, at).sub(mean).mul(rstd);
    }

    private static FloatVector normal(float[] x, int at, float mean, float rstd, VectorMask<Float> tail) {
        return load(x, at, tail).sub(mean, tail).mul(rstd, tail);
    }

    private static FloatVector product(float[] a, int aAt, float[] b, int bAt) {
        return load(a, aAt).mul(load(b, bAt));
    }

    private static FloatVector product(float[] a, int aAt, float[] b, int bAt, VectorMask<Float> tail) {
        return load(a, aAt, tail).mul(load(b, bAt, tail));
    }

    private static FloatVector addSquare(FloatVector sum, FloatVector x) {
        return x.fma(x, sum);
    }

    private static FloatVector load(float[] x, int at) {
        return fromArray(SPECIES, x, at);
    }

    /// Zero where the mask is unset: adding it leaves a sum that started from +0 as it is.
    private static FloatVector load(float[] x, int at, VectorMask<Float> tail) {
        return fromArray(SPECIES, x, at, tail);
    }

    /// The lanes of vector `part` that the last `count` elements of a row fill.
    private static VectorMask<Float> tail(int count, int part) {
        return SPECIES.indexInRange(part * LENGTH, count);
    }

    /// Joins the lanes in the order that all forms share.
    private static float tree(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        FloatVector s = s0;
        if (FOUR) {
            s = s0.add(s2).add(s1.add(s3));
        } else if (TWO) {
            s = s0.add(s1);
        } else {
            s = s.add(s.rearrange(BY_8));
        }
        if (!FOUR) {
            s = s.add(s.rearrange(BY_4));
        }
        s = s.add(s.rearrange(BY_2));
        return s.add(s.rearrange(BY_1)).lane(0);
    }
}
