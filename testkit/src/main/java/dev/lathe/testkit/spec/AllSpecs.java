package dev.lathe.testkit.spec;

import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.spec.elementwise.AddSpec;
import dev.lathe.testkit.spec.elementwise.DivSpec;
import dev.lathe.testkit.spec.elementwise.DropoutSpec;
import dev.lathe.testkit.spec.elementwise.ExpSpec;
import dev.lathe.testkit.spec.elementwise.GeluNewSpec;
import dev.lathe.testkit.spec.elementwise.GeluSpec;
import dev.lathe.testkit.spec.elementwise.LogSpec;
import dev.lathe.testkit.spec.elementwise.MulSpec;
import dev.lathe.testkit.spec.elementwise.ReluSpec;
import dev.lathe.testkit.spec.elementwise.ScaleSpec;
import dev.lathe.testkit.spec.elementwise.SigmoidSpec;
import dev.lathe.testkit.spec.elementwise.SqrtSpec;
import dev.lathe.testkit.spec.elementwise.SubSpec;
import dev.lathe.testkit.spec.elementwise.TanhSpec;
import dev.lathe.testkit.spec.elementwise.WhereSpec;
import dev.lathe.testkit.spec.loss.BinaryCrossEntropySpec;
import dev.lathe.testkit.spec.loss.CrossEntropySpec;
import dev.lathe.testkit.spec.loss.MeanSquaredErrorSpec;
import dev.lathe.testkit.spec.loss.SpanCrossEntropySpec;
import dev.lathe.testkit.spec.norm.L2NormalizeSpec;
import dev.lathe.testkit.spec.norm.LayerNormSpec;
import dev.lathe.testkit.spec.norm.LogSoftmaxSpec;
import dev.lathe.testkit.spec.norm.SoftmaxSpec;
import dev.lathe.testkit.spec.product.AttentionSpec;
import dev.lathe.testkit.spec.product.LinearGeluSpec;
import dev.lathe.testkit.spec.product.LinearSpec;
import dev.lathe.testkit.spec.product.MatMulSpec;
import dev.lathe.testkit.spec.reduce.MaxPoolSpec;
import dev.lathe.testkit.spec.reduce.MaxSpec;
import dev.lathe.testkit.spec.reduce.MeanAxisSpec;
import dev.lathe.testkit.spec.reduce.MeanPoolSpec;
import dev.lathe.testkit.spec.reduce.MeanSpec;
import dev.lathe.testkit.spec.reduce.SumAxisSpec;
import dev.lathe.testkit.spec.reduce.SumSpec;
import dev.lathe.testkit.spec.shape.ConcatSpec;
import dev.lathe.testkit.spec.shape.DetachSpec;
import dev.lathe.testkit.spec.shape.EmbeddingSpec;
import dev.lathe.testkit.spec.shape.GatherSpec;
import dev.lathe.testkit.spec.shape.ReshapeSpec;
import dev.lathe.testkit.spec.shape.ReverseGradientSpec;
import dev.lathe.testkit.spec.shape.SliceSpec;
import dev.lathe.testkit.spec.shape.TransposeSpec;
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
                new ReverseGradientSpec(),
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
