package dev.lathe.testkit.spec.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.EmbeddingOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [EmbeddingOp].
public final class EmbeddingSpec implements OpSpec {
    @Override
    public String name() {
        return "embedding";
    }

    @Override
    public Class<?> op() {
        return EmbeddingOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return GatherSpec.tables(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return EmbeddingOp.apply(ws, in.tensor(0), in.tensor(1), "token");
    }

    @Override
    public Expected reference(Sample sample) {
        return GatherSpec.picked(sample);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.index("embedding: token id 30522 at 17: vocabulary has 0..30521", ws -> {
                    var ids = new int[20];
                    ids[17] = 30522;
                    EmbeddingOp.apply(ws, ws.zeros(Shape.of(30522, 1)), ws.ofInts(Shape.of(20), ids), "token");
                }),
                Refusal.index("embedding: position id -1 at 0: vocabulary has 0..511", ws -> EmbeddingOp.apply(
                        ws, ws.zeros(Shape.of(512, 1)), ws.ofInts(Shape.of(1), -1), "position")),
                Refusal.argument("embedding: table [3]: needs 2 axes", ws ->
                        EmbeddingOp.apply(ws, ws.zeros(Shape.of(3)), ws.ofInts(Shape.of(1), 0), "token")),
                Refusal.argument("embedding: ids [1,1]: needs 1 axes", ws ->
                        EmbeddingOp.apply(ws, ws.zeros(Shape.of(3, 2)), ws.ofInts(Shape.of(1, 1), 0), "token")),
                Refusal.argument("embedding: ids is F32: needs I32", ws ->
                        EmbeddingOp.apply(ws, ws.zeros(Shape.of(3, 2)), ws.zeros(Shape.of(1)), "token")));
    }
}
