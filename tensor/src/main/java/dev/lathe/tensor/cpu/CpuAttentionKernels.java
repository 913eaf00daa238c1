package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.loops.RowLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.memory.HostInts;
import dev.lathe.tensor.cpu.product.ChainStart;
import dev.lathe.tensor.cpu.product.Gemm;
import dev.lathe.tensor.cpu.product.Matrix;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.cpu.threads.Threads;
import dev.lathe.tensor.device.AttentionKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;
import java.util.Arrays;

/// Attention, one job for each head of each sequence; a job takes its queries in blocks.
///
/// Scores live only as long as their block: memory is linear in the tokens. The backward pass computes them
/// again from q, k and the saved log-sum-exp.
final class CpuAttentionKernels implements AttentionKernels {
    /// Keys and values are packed for each block: with 64 the kernels took 1.07 times as long.
    private static final int QUERIES = 128;
    /// Scores of a query fill whole vectors of any width: behind those of the last key stand some that add nothing.
    private static final int LINE = RowLoops.LANES;

    private final Threads threads;
    private final Gemm gemm;
    private final RowLoops loops;
    private final MapLoops maps;
    private final DropoutMask dropoutMask;

    CpuAttentionKernels(Threads threads, Gemm gemm, RowLoops loops, MapLoops maps, DropoutMask dropoutMask) {
        this.threads = threads;
        this.gemm = gemm;
        this.loops = loops;
        this.maps = maps;
        this.dropoutMask = dropoutMask;
    }

    /// One head of one sequence: its rows of q, k, v and gradients, as matrices `[tokens, headSize]`.
    private record Head(Layout layout, int sequence, int head, int start, int tokens, int example) {
        static Head of(Layout layout, int job) {
            int sequence = job / layout.heads();
            HostInts starts = HostInts.of(layout.starts());
            int start = starts.get(sequence);
            int example = HostInts.of(layout.examples()).get(start);
            return new Head(layout, sequence, job % layout.heads(), start, starts.get(sequence + 1) - start, example);
        }

        /// Rows from `first` on of this head's part of `f`.
        Matrix rows(HostFloats f, int first, boolean transposed) {
            int stride = layout.heads() * layout.headSize();
            return new Matrix(
                    f.array(), f.offset() + (start + first) * stride + head * layout.headSize(), stride, transposed);
        }

        int statistic(int query) {
            return (start + query) * layout.heads() + head;
        }

        int dropoutRow(int query) {
            return head * layout.maxPositions() + query;
        }
    }

    @Override
    public void attention(
            Buffer q, Buffer k, Buffer v, float scale, DropoutDecisions dropout,
            Buffer out, Buffer logSumExp, Layout layout) {
        HostFloats queries = HostFloats.of(q);
        HostFloats keys = HostFloats.of(k);
        HostFloats values = HostFloats.of(v);
        HostFloats result = HostFloats.forWriting(out);
        HostFloats statistics = HostFloats.forWriting(logSumExp);
        threads.run(layout.count() * layout.heads(), (job, scratch) -> {
            Head head = Head.of(layout, job);
            int n = head.tokens;
            int line = line(n);
            float[] scores = scratch.floats(Scratch.Use.SCORES, QUERIES * line);
            for (int first = 0; first < n; first += QUERIES) {
                int rows = Math.min(QUERIES, n - first);
                fillEnds(scores, rows, n, line, Float.NEGATIVE_INFINITY);
                gemm.here(head.rows(queries, first, false), head.rows(keys, 0, true), Matrix.of(scores, 0, line),
                        rows, n, layout.headSize(), ChainStart.zero(), scratch);
                float[] shifts = scratch.floats(Scratch.Use.PARTIAL, QUERIES);
                float[] sums = scratch.floats(Scratch.Use.PARTIAL_2, QUERIES);
                for (int i = 0; i < rows; i++) {
                    shifts[i] = loops.max(scores, i * line, line) * scale;
                }
                for (int i = 0; i < rows; i++) {
                    sums[i] = loops.expSum(scores, i * line, scale, shifts[i], scores, i * line, line);
                }
                for (int i = 0; i < rows; i++) {
                    int at = i * line;
                    float sum = sums[i];
                    statistics.array()[statistics.offset() + head.statistic(first + i)] =
                            shifts[i] + (float) StrictMath.log(sum);
                    if (dropout.dropsNothing()) {
                        maps.scale(scores, at, 1 / sum, scores, at, false, line);
                    } else {
                        drop(dropout, head, first + i, 1 / sum, scores, scores, at, scratch);
                    }
                }
                gemm.here(Matrix.of(scores, 0, line), head.rows(values, 0, false), head.rows(result, first, false),
                        rows, layout.headSize(), n, ChainStart.zero(), scratch);
            }
        });
    }

    @Override
    public void attentionGradInputs(
            Buffer gradOut, Buffer q, Buffer k, Buffer v, Buffer logSumExp, float scale, DropoutDecisions dropout,
            Destination gradQ, Destination gradK, Destination gradV, Layout layout) {
        var given = new Given(
                HostFloats.of(gradOut), HostFloats.of(q), HostFloats.of(k), HostFloats.of(v),
                HostFloats.of(logSumExp), scale, dropout);
        HostFloats gq = HostFloats.forWriting(gradQ.buffer());
        HostFloats gk = HostFloats.forWriting(gradK.buffer());
        HostFloats gv = HostFloats.forWriting(gradV.buffer());
        threads.run(layout.count() * layout.heads(), (job, scratch) -> {
            Head head = Head.of(layout, job);
            int n = head.tokens;
            int d = layout.headSize();
            int line = line(n);
            float[] p = scratch.floats(Scratch.Use.SCORES, QUERIES * line);
            float[] gradP = scratch.floats(Scratch.Use.GRAD_SCORES, QUERIES * line);
            float[] dropped = scratch.floats(Scratch.Use.PARTIAL, QUERIES * line);
            for (int first = 0; first < n; first += QUERIES) {
                int rows = Math.min(QUERIES, n - first);
                gradScores(given, head, first, rows, p, gradP, dropped, scratch);
                float[] weights = dropout.dropsNothing() ? p : dropped;
                Matrix queryGradients = head.rows(gq, first, false);
                Matrix keyGradients = head.rows(gk, 0, false);
                Matrix valueGradients = head.rows(gv, 0, false);
                gemm.here(Matrix.transposed(weights, 0, line), head.rows(given.gradOut, first, false), valueGradients,
                        n, d, rows, start(valueGradients, gradV.add() || first > 0), scratch);
                gemm.here(Matrix.of(gradP, 0, line), head.rows(given.k, 0, false), queryGradients,
                        rows, d, n, start(queryGradients, gradQ.add()), scratch);
                gemm.here(Matrix.transposed(gradP, 0, line), head.rows(given.q, first, false), keyGradients,
                        n, d, rows, start(keyGradients, gradK.add() || first > 0), scratch);
            }
        });
    }

    /// Before the product that writes the rest: a vector that is read just after a part of it was written waits.
    private static void fillEnds(float[] scores, int rows, int n, int line, float value) {
        if (n < line) {
            for (int i = 0; i < rows; i++) {
                Arrays.fill(scores, i * line + n, i * line + line, value);
            }
        }
    }

    private static int line(int keys) {
        return (keys + LINE - 1) / LINE * LINE;
    }

    private static ChainStart start(Matrix gradient, boolean held) {
        return held ? ChainStart.held(gradient) : ChainStart.zero();
    }

    private record Given(
            HostFloats gradOut, HostFloats q, HostFloats k, HostFloats v, HostFloats logSumExp,
            float scale, DropoutDecisions dropout) {}

    /// For a block of queries: `p`, the softmax; `dropped`, p after dropout where there is any; and `gradP`,
    /// the gradient of q kᵀ.
    private void gradScores(
            Given given, Head head, int first, int rows, float[] p, float[] gradP, float[] dropped, Scratch scratch) {
        int n = head.tokens;
        int line = line(n);
        int d = head.layout.headSize();
        fillEnds(p, rows, n, line, Float.NEGATIVE_INFINITY);
        fillEnds(gradP, rows, n, line, 0);
        gemm.here(head.rows(given.q, first, false), head.rows(given.k, 0, true), Matrix.of(p, 0, line),
                rows, n, d, ChainStart.zero(), scratch);
        gemm.here(head.rows(given.gradOut, first, false), head.rows(given.v, 0, true), Matrix.of(gradP, 0, line),
                rows, n, d, ChainStart.zero(), scratch);
        for (int i = 0; i < rows; i++) {
            float logSumExp = given.logSumExp.array()[given.logSumExp.offset() + head.statistic(first + i)];
            loops.expSum(p, i * line, given.scale, logSumExp, p, i * line, line);
        }
        for (int i = 0; i < rows; i++) {
            int at = i * line;
            if (given.dropout.dropsNothing()) {
                float dot = loops.dot(gradP, at, p, at, line);
                loops.softmaxGrad(gradP, at, p, at, dot, given.scale, gradP, at, false, line);
            } else {
                drop(given.dropout, head, first + i, 1, p, dropped, at, scratch);
                float dot = loops.dot(gradP, at, dropped, at, line);
                loops.droppedSoftmaxGrad(gradP, at, dropped, at, p, at, dot, given.scale, gradP, at, line);
            }
        }
    }

    private void drop(
            DropoutDecisions dropout, Head head, int query, float factor, float[] from, float[] to, int at, Scratch scratch) {
        dropoutMask.drop(
                dropout, head.example, head.dropoutRow(query), factor, from, at, to, at, head.tokens, line(head.tokens),
                scratch);
    }
}
