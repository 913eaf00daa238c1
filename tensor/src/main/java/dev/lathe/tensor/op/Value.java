package dev.lathe.tensor.op;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.DivOp;
import dev.lathe.tensor.op.elementwise.DropoutOp;
import dev.lathe.tensor.op.elementwise.ExpOp;
import dev.lathe.tensor.op.elementwise.GeluNewOp;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.elementwise.LogOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ReluOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.elementwise.SigmoidOp;
import dev.lathe.tensor.op.elementwise.SqrtOp;
import dev.lathe.tensor.op.elementwise.SubOp;
import dev.lathe.tensor.op.elementwise.TanhOp;
import dev.lathe.tensor.op.elementwise.WhereOp;
import dev.lathe.tensor.op.loss.BinaryCrossEntropyOp;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.tensor.op.loss.MeanSquaredErrorOp;
import dev.lathe.tensor.op.loss.SpanCrossEntropyOp;
import dev.lathe.tensor.op.norm.L2NormalizeOp;
import dev.lathe.tensor.op.norm.LayerNormOp;
import dev.lathe.tensor.op.norm.LogSoftmaxOp;
import dev.lathe.tensor.op.norm.SoftmaxOp;
import dev.lathe.tensor.op.product.AttentionOp;
import dev.lathe.tensor.op.product.LinearGeluOp;
import dev.lathe.tensor.op.product.LinearOp;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.tensor.op.reduce.MaxOp;
import dev.lathe.tensor.op.reduce.MaxPoolOp;
import dev.lathe.tensor.op.reduce.MeanOp;
import dev.lathe.tensor.op.reduce.MeanPoolOp;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.tensor.op.shape.ConcatOp;
import dev.lathe.tensor.op.shape.DetachOp;
import dev.lathe.tensor.op.shape.EmbeddingOp;
import dev.lathe.tensor.op.shape.GatherOp;
import dev.lathe.tensor.op.shape.ReshapeOp;
import dev.lathe.tensor.op.shape.ReverseGradientOp;
import dev.lathe.tensor.op.shape.SliceOp;
import dev.lathe.tensor.op.shape.TransposeOp;
import java.util.Arrays;
import java.util.function.BiFunction;

/// A tensor and the workspace that it is computed with, so that ops can be written one after another:
///
///     Value x = Value.of(ws, tokens);
///     Value loss = x.matMul(x.with(weight.value())).gelu().sub(x.with(target)).mean();
///     loss.backward();
///
/// Each method calls the op of its name, which documents it, with this as its first tensor: the same bits, gradients and
/// refusals. Memory is given back when the workspace closes; who must give it back earlier calls ops and
/// [Workspace#discard].
///
/// @param workspace where results are made
/// @param tensor of this workspace, or one that outlives it
public record Value(Workspace workspace, Tensor tensor) {
    public static Value of(Workspace workspace, Tensor tensor) {
        return new Value(workspace, tensor);
    }

    /// Another tensor, for the same workspace: a parameter, a target.
    public Value with(Tensor other) {
        return new Value(workspace, other);
    }

    /// What a layer makes of this: `x.through(dense::forward)`.
    public Value through(BiFunction<Workspace, Tensor, Tensor> layer) {
        return with(layer.apply(workspace, tensor));
    }

    public Shape shape() {
        return tensor.shape();
    }

    /// See [Tensor#toArray].
    public float[] toArray() {
        return tensor.toArray();
    }

    /// See [Tensor#item].
    public float item() {
        return tensor.item();
    }

    /// See [Workspace#backward].
    public void backward() {
        workspace.backward(tensor);
    }

    /// See [Tensor#gradient].
    public Tensor gradient() {
        return tensor.gradient();
    }

    public Value add(Value other) {
        return with(AddOp.apply(workspace, tensor, other.tensor));
    }

    /// Adds a number to each element; `x.scale(-1).add(1)` is 1 - x.
    public Value add(float number) {
        return add(with(workspace.of(Shape.SCALAR, number)));
    }

    public Value sub(Value other) {
        return with(SubOp.apply(workspace, tensor, other.tensor));
    }

    public Value mul(Value other) {
        return with(MulOp.apply(workspace, tensor, other.tensor));
    }

    public Value div(Value other) {
        return with(DivOp.apply(workspace, tensor, other.tensor));
    }

    public Value scale(float factor) {
        return with(ScaleOp.apply(workspace, tensor, factor));
    }

    /// This where `mask` is not 0, else `other`.
    public Value where(Tensor mask, Value other) {
        return with(WhereOp.apply(workspace, mask, tensor, other.tensor));
    }

    public Value exp() {
        return with(ExpOp.apply(workspace, tensor));
    }

    public Value log() {
        return with(LogOp.apply(workspace, tensor));
    }

    public Value sqrt() {
        return with(SqrtOp.apply(workspace, tensor));
    }

    public Value sigmoid() {
        return with(SigmoidOp.apply(workspace, tensor));
    }

    public Value tanh() {
        return with(TanhOp.apply(workspace, tensor));
    }

    public Value relu() {
        return with(ReluOp.apply(workspace, tensor));
    }

    public Value gelu() {
        return with(GeluOp.apply(workspace, tensor));
    }

    public Value geluNew() {
        return with(GeluNewOp.apply(workspace, tensor));
    }

    public Value matMul(Value other) {
        return with(MatMulOp.apply(workspace, tensor, other.tensor));
    }

    public Value matMul(boolean transposeThis, Value other, boolean transposeOther) {
        return with(MatMulOp.apply(workspace, tensor, transposeThis, other.tensor, transposeOther));
    }

    public Value linear(Value weight, Value bias) {
        return linear(weight.tensor, bias.tensor);
    }

    /// As above, of parameters.
    public Value linear(Tensor weight, Tensor bias) {
        return with(LinearOp.apply(workspace, tensor, weight, bias));
    }

    public Value linearGelu(Value weight, Value bias) {
        return linearGelu(weight.tensor, bias.tensor);
    }

    /// As above, of parameters.
    public Value linearGelu(Tensor weight, Tensor bias) {
        return with(LinearGeluOp.apply(workspace, tensor, weight, bias));
    }

    public Value layerNorm(Value weight, Value bias, float epsilon) {
        return layerNorm(weight.tensor, bias.tensor, epsilon);
    }

    /// As above, of parameters.
    public Value layerNorm(Tensor weight, Tensor bias, float epsilon) {
        return with(LayerNormOp.apply(workspace, tensor, weight, bias, epsilon));
    }

    public Value l2Normalize() {
        return with(L2NormalizeOp.apply(workspace, tensor));
    }

    public Value softmax() {
        return with(SoftmaxOp.apply(workspace, tensor));
    }

    public Value logSoftmax() {
        return with(LogSoftmaxOp.apply(workspace, tensor));
    }

    /// Attention with this as queries.
    public Value attention(Value keys, Value values, PackedSequences sequences, AttentionOp.Config config) {
        return with(AttentionOp.apply(workspace, tensor, keys.tensor, values.tensor, sequences, config));
    }

    public Value dropout(float probability, int site, Tensor examples, Tensor positions) {
        return with(DropoutOp.apply(workspace, tensor, probability, site, examples, positions));
    }

    public Value sum() {
        return with(SumOp.apply(workspace, tensor));
    }

    public Value sum(int axis) {
        return with(SumOp.apply(workspace, tensor, axis));
    }

    public Value mean() {
        return with(MeanOp.apply(workspace, tensor));
    }

    public Value mean(int axis) {
        return with(MeanOp.apply(workspace, tensor, axis));
    }

    public Value max(int axis) {
        return with(MaxOp.apply(workspace, tensor, axis));
    }

    public Value meanPool(PackedSequences sequences) {
        return with(MeanPoolOp.apply(workspace, tensor, sequences));
    }

    public Value maxPool(PackedSequences sequences) {
        return with(MaxPoolOp.apply(workspace, tensor, sequences));
    }

    /// This, then the others, along an axis.
    public Value concat(int axis, Value... others) {
        var parts = new Tensor[others.length + 1];
        Arrays.setAll(parts, i -> i == 0 ? tensor : others[i - 1].tensor);
        return with(ConcatOp.apply(workspace, axis, parts));
    }

    public Value slice(int axis, int start, int count) {
        return with(SliceOp.apply(workspace, tensor, axis, start, count));
    }

    public Value reshape(int... dims) {
        return with(ReshapeOp.apply(workspace, tensor, Shape.of(dims)));
    }

    /// The last two axes swapped.
    public Value transpose() {
        return with(TransposeOp.apply(workspace, tensor));
    }

    public Value transpose(int axis, int other) {
        return with(TransposeOp.apply(workspace, tensor, axis, other));
    }

    public Value detach() {
        return with(DetachOp.apply(workspace, tensor));
    }

    public Value reverseGradient(float factor) {
        return with(ReverseGradientOp.apply(workspace, tensor, factor));
    }

    public Value gather(Tensor indices) {
        return with(GatherOp.apply(workspace, tensor, indices));
    }

    /// Rows of this table.
    public Value embedding(Tensor ids, String what) {
        return with(EmbeddingOp.apply(workspace, tensor, ids, what));
    }

    public Value meanSquaredError(Tensor target) {
        return with(MeanSquaredErrorOp.apply(workspace, tensor, target));
    }

    public Value crossEntropy(Tensor labels) {
        return with(CrossEntropyOp.apply(workspace, tensor, labels));
    }

    public Value crossEntropy(Tensor labels, Tensor classWeights, float labelSmoothing) {
        return with(CrossEntropyOp.apply(workspace, tensor, labels, classWeights, labelSmoothing));
    }

    public Value binaryCrossEntropy(Tensor targets) {
        return with(BinaryCrossEntropyOp.apply(workspace, tensor, targets));
    }

    public Value spanCrossEntropy(PackedSequences sequences, Tensor positions) {
        return with(SpanCrossEntropyOp.apply(workspace, tensor, sequences, positions));
    }

    @Override
    public String toString() {
        return "%s in workspace '%s'".formatted(tensor, workspace.name());
    }
}
