package dev.lathe.testkit.spec.product;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.product.AttentionOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Decisions;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;
import java.util.Optional;

/// @param dropout share of attention weights that is dropped
public record AttentionSpec(int heads, int headSize, float dropout) implements OpSpec {
    private static final double EXP_ERROR = 3e-7;
    private static final int SITE = 5;
    private static final int MAX_POSITIONS = 128;

    @Override
    public String name() {
        return "attention of %d heads of %d, dropout %s".formatted(heads, headSize, dropout);
    }

    @Override
    public Class<?> op() {
        return AttentionOp.class;
    }

    @Override
    public Optional<RandomKey> randomKey() {
        return dropout == 0 ? Optional.empty() : Optional.of(Samples.KEY);
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one token", rand, 1),
                sample("unequal lengths", rand, 3, 1, 17),
                sample("longer than a block of queries", rand, 2, 67));
    }

    private Sample sample(String name, Rand rand, int... lengths) {
        int tokens = Samples.tokens(lengths);
        int hidden = heads * headSize;
        return Sample.of(
                name, rand.normal(tokens, hidden), rand.normal(tokens, hidden), rand.normal(tokens, hidden),
                new Input.Packing(2, lengths));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return AttentionOp.apply(ws, in.tensor(0), in.tensor(1), in.tensor(2), in.packing(3), config(heads));
    }

    private AttentionOp.Config config(int heads) {
        return new AttentionOp.Config(heads, dropout, SITE, MAX_POSITIONS);
    }

    @Override
    public Expected reference(Sample sample) {
        int[] starts = sample.starts(3);
        var y = new double[sample.floats(0).length];
        var magnitudes = new double[y.length];
        int longest = 1;
        for (int s = 0; s + 1 < starts.length; s++) {
            int tokens = starts[s + 1] - starts[s];
            longest = Math.max(longest, tokens);
            for (int head = 0; head < heads; head++) {
                for (int query = 0; query < tokens; query++) {
                    attend(sample, s, head, query, y, magnitudes);
                }
            }
        }
        return Expected.of(sample.shape(0), y, magnitudes, headSize + longest).approximated(EXP_ERROR);
    }

    /// One query of one head of sequence `s`.
    private void attend(Sample sample, int s, int head, int query, double[] y, double[] magnitudes) {
        double[] q = sample.floats(0);
        double[] k = sample.floats(1);
        double[] v = sample.floats(2);
        int first = sample.starts(3)[s];
        var shares = new double[sample.packing(3).lengths()[s]];
        double total = 0;
        double largestScore = 0;
        for (int key = 0; key < shares.length; key++) {
            double score = 0;
            for (int i = 0; i < headSize; i++) {
                score += q[at(first + query, head, i)] * k[at(first + key, head, i)] / Math.sqrt(headSize);
            }
            largestScore = Math.max(largestScore, Math.abs(score));
            shares[key] = Math.exp(score);
            total += shares[key];
        }
        var decisions = Decisions.of(dropout, SITE);
        int example = sample.packing(3).firstExample() + s;
        for (int key = 0; key < shares.length; key++) {
            double keep = dropout == 0 ? 1 : decisions.factor(example, head * MAX_POSITIONS + query, key);
            for (int i = 0; i < headSize; i++) {
                int at = at(first + query, head, i);
                double term = keep * shares[key] / total * v[at(first + key, head, i)];
                y[at] += term;
                // A share carries the rounding of its score.
                magnitudes[at] += Math.abs(term) * (1 + largestScore);
            }
        }
    }

    private int at(int row, int head, int feature) {
        return row * heads * headSize + head * headSize + feature;
    }

    /// The slopes by q and k are at most |k| |v| / √headSize and |q| |v| / √headSize.
    @Override
    public double cancelling(Sample sample, int input) {
        return 1;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                refusal("attention: k [3,4]: needs the shape of q [2,4]", Shape.of(2, 4), Shape.of(3, 4), 2, 2),
                refusal("attention: q [2,4]: 3 heads do not divide 4", Shape.of(2, 4), Shape.of(2, 4), 3, 2),
                refusal("attention: q [2,4]: 0 heads do not divide 4", Shape.of(2, 4), Shape.of(2, 4), 0, 2),
                refusal("attention: q [2,4]: sequences have 3 tokens", Shape.of(2, 4), Shape.of(2, 4), 2, 3),
                refusal("attention: q [4]: needs 2 axes", Shape.of(4), Shape.of(4), 2, 4),
                refusal("attention: sequence of 129 tokens: maxPositions is 128",
                        Shape.of(129, 4), Shape.of(129, 4), 2, 129),
                Refusal.argument("attention: probability -0.1: needs 0 or more and less than 1", ws -> {
                    Tensor x = ws.zeros(Shape.of(2, 4));
                    AttentionOp.apply(ws, x, x, x, PackedSequences.of(ws, 2), new AttentionOp.Config(2, -0.1f, 0, 2));
                }));
    }

    private Refusal refusal(String message, Shape q, Shape k, int heads, int tokens) {
        return Refusal.argument(message, ws -> AttentionOp.apply(
                ws, ws.zeros(q), ws.zeros(k), ws.zeros(q), PackedSequences.of(ws, tokens), config(heads)));
    }
}
