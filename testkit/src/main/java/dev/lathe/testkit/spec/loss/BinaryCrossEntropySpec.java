package dev.lathe.testkit.spec.loss;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.BinaryCrossEntropyOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.Arrays;
import java.util.List;

/// Samples, refusals and double-precision reference of [BinaryCrossEntropyOp].
public final class BinaryCrossEntropySpec implements OpSpec {
    private static final double EXP_ERROR = 3e-7;

    @Override
    public String name() {
        return "binaryCrossEntropy";
    }

    @Override
    public Class<?> op() {
        return BinaryCrossEntropyOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one element", rand, 1, 1),
                sample("odd sizes", rand, 3, 7),
                sample("below a vector", rand, 1, 15),
                sample("around a vector", rand, 2, 17),
                sample("above two vectors", rand, 33, 1),
                Sample.of("right or wrong", rand.normal(5, 6), rightOrWrong(rand.constant(0, 1, 5, 6))),
                Sample.of("large scores", rand.normalAround(0, 60, 4, 9), rightOrWrong(rand.constant(0, 1, 4, 9))),
                sample("many labels", rand, 32, 600));
    }

    private static Sample sample(String name, Rand rand, int rows, int labels) {
        return Sample.of(name, rand.normalAround(0, 3, rows, labels), rand.constant(0, 1, rows, labels));
    }

    private static Input.Floats rightOrWrong(Input.Floats shares) {
        return new Input.Floats(shares.shape(), Arrays.stream(shares.values()).map(Math::rint).toArray(), false);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return BinaryCrossEntropyOp.apply(ws, in.tensor(0), in.tensor(1));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] logits = sample.floats(0);
        double loss = 0;
        double magnitude = 0;
        for (int i = 0; i < logits.length; i++) {
            double target = sample.floats(1)[i];
            loss += target * softplus(-logits[i]) + (1 - target) * softplus(logits[i]);
            // The form that is computed subtracts the logit's share from the larger of it and 0.
            magnitude += Math.abs(logits[i]) * (1 + target) + softplus(-Math.abs(logits[i]));
        }
        return Expected.of(
                Shape.SCALAR, new double[] {loss / logits.length}, new double[] {magnitude / logits.length},
                logits.length)
                .approximated(EXP_ERROR);
    }

    /// log(1 + exp(x)), which is -log of the probability of what has the score -x.
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    public boolean checksValues(int input) {
        return input == 1;
    }

    /// The slope is the difference of a probability and a target.
    @Override
    public double cancelling(Sample sample, int input) {
        return 2.0 / sample.floats(0).length;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                target("binaryCrossEntropy: target 1.5 at [1,0]: needs 0 to 1", 0, 1, 1.5f, 0),
                target("binaryCrossEntropy: target -0.1 at [0,1]: needs 0 to 1", 0, -0.1f, 1, 0),
                target("binaryCrossEntropy: target NaN at [0,0]: needs 0 to 1", Float.NaN, 0, 1, 0),
                Refusal.argument("binaryCrossEntropy: targets [3]: needs the shape of logits [3,1]", ws ->
                        BinaryCrossEntropyOp.apply(ws, ws.zeros(Shape.of(3, 1)), ws.zeros(Shape.of(3)))),
                Refusal.argument("binaryCrossEntropy: logits [3]: needs 2 axes", ws ->
                        BinaryCrossEntropyOp.apply(ws, ws.zeros(Shape.of(3)), ws.zeros(Shape.of(3)))),
                Refusal.argument("binaryCrossEntropy: logits [0,3]: has no elements", ws ->
                        BinaryCrossEntropyOp.apply(ws, ws.zeros(Shape.of(0, 3)), ws.zeros(Shape.of(0, 3)))),
                Refusal.argument("binaryCrossEntropy: targets: have no gradient; give a constant", ws ->
                        BinaryCrossEntropyOp.apply(ws, ws.zeros(Shape.of(1, 1)), ws.variable(Shape.of(1, 1), 1))),
                Refusal.argument("binaryCrossEntropy: targets is I32: needs F32", ws ->
                        BinaryCrossEntropyOp.apply(ws, ws.zeros(Shape.of(1, 1)), ws.ofInts(Shape.of(1, 1), 1))));
    }

    private static Refusal target(String message, float... targets) {
        return Refusal.argument(message, ws -> BinaryCrossEntropyOp.apply(
                ws, ws.zeros(Shape.of(2, 2)), ws.of(Shape.of(2, 2), targets)));
    }
}
