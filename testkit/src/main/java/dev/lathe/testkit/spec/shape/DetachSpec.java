package dev.lathe.testkit.spec.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.DetachOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [DetachOp].
public final class DetachSpec implements OpSpec {
    @Override
    public String name() {
        return "detach";
    }

    @Override
    public Class<?> op() {
        return DetachOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element", rand.constant(-1, 1, 1)),
                Sample.of("rows", rand.constant(-1, 1, 3, 17)),
                Sample.of("nothing", rand.constant(-1, 1, 0, 3)));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return DetachOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        // Copied, so exact.
        return Expected.of(sample.shape(0), x.clone(), new double[x.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("detach: x is I32: needs F32", ws ->
                        DetachOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
