package dev.lathe.testkit.spec;

import dev.lathe.testkit.OpSpec;
import java.util.List;

/// The specs of all ops: what a backend must keep.
public final class AllSpecs {
    private AllSpecs() {}

    public static List<OpSpec> list() {
        return List.of(
                new AddSpec(),
                new MulSpec(),
                new SubSpec(),
                new DivSpec(),
                new WhereSpec(),
                new ScaleSpec(),
                new GeluSpec(),
                new GeluNewSpec(),
                new TanhSpec(),
                new ReluSpec(),
                new SigmoidSpec(),
                new ExpSpec(),
                new LogSpec(),
                new SqrtSpec(),
                new ConcatSpec(),
                new SliceSpec(),
                new ReshapeSpec(),
                new TransposeSpec(),
                new DetachSpec(),
                new MatMulSpec(false, false),
                new MatMulSpec(false, true),
                new MatMulSpec(true, false),
                new MatMulSpec(true, true),
                new LinearSpec(),
                new LinearGeluSpec(),
                new LayerNormSpec(),
                new L2NormalizeSpec(),
                new SoftmaxSpec(),
                new LogSoftmaxSpec(),
                new AttentionSpec(1, 5, 0),
                new AttentionSpec(2, 32, 0),
                new AttentionSpec(2, 64, 0),
                new AttentionSpec(3, 4, 0.25f),
                new AttentionSpec(2, 32, 0.1f),
                new DropoutSpec(0.1f),
                new DropoutSpec(0.5f),
                new GatherSpec(),
                new EmbeddingSpec(),
                new MeanPoolSpec(),
                new MaxPoolSpec(),
                new SumSpec(),
                new SumAxisSpec(),
                new MeanSpec(),
                new MeanAxisSpec(),
                new MaxSpec(),
                new MeanSquaredErrorSpec(),
                new CrossEntropySpec(false, 0),
                new CrossEntropySpec(true, 0),
                new CrossEntropySpec(false, 0.1f),
                new CrossEntropySpec(true, 0.3f),
                new BinaryCrossEntropySpec(),
                new SpanCrossEntropySpec());
    }
}
