package dev.lathe.testkit.spec.loss;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.MeanSquaredErrorOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [MeanSquaredErrorOp].
public final class MeanSquaredErrorSpec implements OpSpec {
    @Override
    public String name() {
        return "meanSquaredError";
    }

    @Override
    public Class<?> op() {
        return MeanSquaredErrorOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element", rand.normal(1), rand.constant(-2, 2, 1)),
                Sample.of("scalars", rand.normal(), rand.constant(-2, 2)),
                Sample.of("odd length", rand.normal(7), rand.constant(-2, 2, 7)),
                Sample.of("around a vector", rand.normal(2, 17), rand.constant(-2, 2, 2, 17)),
                Sample.of("above two vectors", rand.normal(33), rand.constant(-2, 2, 33)),
                Sample.of("bert rows", rand.normal(5, 768), rand.constant(-2, 2, 5, 768)));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return MeanSquaredErrorOp.apply(ws, in.tensor(0), in.tensor(1));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            loss += Math.pow(x[i] - sample.floats(1)[i], 2) / x.length;
        }
        return Expected.of(Shape.SCALAR, new double[] {loss}, new double[] {loss}, x.length);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("meanSquaredError: target [3]: needs the shape of x [3,1]", ws ->
                        MeanSquaredErrorOp.apply(ws, ws.zeros(Shape.of(3, 1)), ws.zeros(Shape.of(3)))),
                Refusal.argument("meanSquaredError: x [0]: has no elements", ws ->
                        MeanSquaredErrorOp.apply(ws, ws.zeros(Shape.of(0)), ws.zeros(Shape.of(0)))),
                Refusal.argument("meanSquaredError: target: has no gradient; give a constant", ws ->
                        MeanSquaredErrorOp.apply(ws, ws.zeros(Shape.of(1)), ws.variable(Shape.of(1), 2))),
                Refusal.argument("meanSquaredError: target is I32: needs F32", ws ->
                        MeanSquaredErrorOp.apply(ws, ws.zeros(Shape.of(1)), ws.ofInts(Shape.of(1), 2))));
    }
}
