package dev.lathe.bench.peers;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Clipping by the global norm and AdamW by libtorch's fused kernel: one pass over each parameter and its moments.
///
/// Decay is decoupled and leaves biases and LayerNorm out; betas 0.9 and 0.999, epsilon 1e-8.
final class LibtorchAdamW {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /// Parameters that share one weight decay.
    private record Group(double weightDecay, List<Tensor> parameters, List<Tensor> means, List<Tensor> squares,
                         List<Tensor> steps) {

        Group(double weightDecay) {
            this(weightDecay, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(Tensor parameter) {
            parameters.add(parameter);
            Tensor values = parameter.detach();
            means.add(zeros_like(values));
            squares.add(zeros_like(values));
            steps.add(torch.zeros(new long[0], new TensorOptions(ScalarType.Float)));
        }
    }

    private final BoxedOperator fusedAdamW = new BoxedOperator("aten::_fused_adamw_", "");
    private final BoxedOperator norms = new BoxedOperator("aten::_foreach_norm", "Scalar");
    private final BoxedOperator scale = new BoxedOperator("aten::_foreach_mul_", "Scalar");
    private final double maxGradNorm;
    private final List<Tensor> all;
    private final List<Group> groups;

    LibtorchAdamW(Map<String, Tensor> parameters, double weightDecay, double maxGradNorm) {
        this.maxGradNorm = maxGradNorm;
        all = List.copyOf(parameters.values());
        var decayed = new Group(weightDecay);
        var exempt = new Group(0);
        parameters.forEach((name, parameter) -> (decays(name) ? decayed : exempt).add(parameter));
        groups = List.of(decayed, exempt);
    }

    private static boolean decays(String name) {
        return !name.endsWith(".bias") && !name.contains("LayerNorm");
    }

    /// Clips the gradients, moves the parameters; gives the norm before clipping.
    double step(double learningRate) {
        double norm = clip();
        for (Group group : groups) {
            update(group, learningRate);
        }
        return norm;
    }

    /// Forgets the gradients, so that the next backward pass writes instead of adding.
    void zeroGrad() {
        for (Tensor parameter : all) {
            parameter.mutable_grad().reset();
        }
    }

    private double clip() {
        List<Tensor> gradients = gradients(all);
        IValue list = BoxedOperator.list(gradients);
        Tensor[] perTensor = norms.call(list, new IValue(new Scalar(2.0)), new IValue()).get(0).toTensorVector().get();
        double squares = 0;
        for (Tensor norm : perTensor) {
            double value = norm.item_double();
            squares += value * value;
        }
        double norm = Math.sqrt(squares);
        if (norm > maxGradNorm) {
            scale.call(list, new IValue(new Scalar(maxGradNorm / (norm + 1e-6))));
        }
        return norm;
    }

    private void update(Group group, double learningRate) {
        for (Tensor step : group.steps()) {
            step.add_(new Scalar(1.0));
        }
        fusedAdamW.call(
                BoxedOperator.list(group.parameters()), BoxedOperator.list(gradients(group.parameters())),
                BoxedOperator.list(group.means()), BoxedOperator.list(group.squares()),
                BoxedOperator.list(List.of()), BoxedOperator.list(group.steps()),
                new IValue(learningRate), new IValue(BETA1), new IValue(BETA2),
                new IValue(group.weightDecay()), new IValue(EPSILON), new IValue(false), new IValue(false),
                new IValue(), new IValue());
    }

    private static List<Tensor> gradients(List<Tensor> parameters) {
        return parameters.stream().map(Tensor::grad).toList();
    }
}
