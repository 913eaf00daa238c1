package dev.lathe.train.loop;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.train.task.Objective;
import java.util.List;

/// The gradients of steps that hide each example (DP-SGD): examples drawn by chance, each one's gradient by a pass of its own and clipped, noise on
/// the sum.
///
/// A pass holds one example, whatever it is made of: what is clipped is its whole gradient, of every parameter that is trained, for any
/// model. Its dropout is counted by the example's own number, so that nobody else's presence changes it.
final class PrivateSteps<X> {
    private final Objective<X> objective;
    private final List<X> examples;
    private final Backend backend;
    private final PrivacyPlan plan;
    private final PrivateGradient gradient;
    private SecretNumbers secret;

    PrivateSteps(
            Objective<X> objective, List<Parameter> parameters, List<X> examples, PrivacyPlan plan, SecretNumbers secret, Backend backend) {
        this.objective = objective;
        this.examples = examples;
        this.backend = backend;
        this.plan = plan;
        this.gradient = new PrivateGradient(parameters, plan);
        this.secret = secret;
    }

    SecretNumbers secret() {
        return secret;
    }

    void secret(SecretNumbers value) {
        secret = value;
    }

    /// Leaves the parameters the gradients to move by.
    ///
    /// @throws IllegalStateException if the step would spend more than was promised
    /// @throws ArithmeticException if a gradient is not finite
    void gradients(int number) {
        plan.requireWithin(number);
        for (int example : secret.batch(number, examples.size(), plan.step().sampleRate())) {
            backward(number, example);
            double norm = gradient.add();
            if (!Double.isFinite(norm)) {
                throw new ArithmeticException("step %d: norm of an example's gradients is %s".formatted(number, norm));
            }
        }
        gradient.release(number, secret);
    }

    private void backward(int number, int example) {
        try (var ws = Workspace.training("step " + number, backend, new RandomKey(secret.dropoutSeed(), number - 1))) {
            Objective.PartLoss part = objective.of(ws, List.of(examples.get(example)), example);
            // The mean over an example's own weights would take the weight of its label away.
            double weight = part.weight() / part.terms();
            Tensor loss = weight == 1 ? part.mean() : ScaleOp.apply(ws, part.mean(), (float) weight);
            ws.backward(loss);
        }
    }
}
