package dev.lathe.train.loop;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.privacy.PrivatePasses;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.train.task.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The gradients of steps that hide each example (DP-SGD): examples drawn by chance, each one's gradient clipped, noise on the sum.
///
/// What is clipped is an example's whole gradient, of every parameter that is trained. Those of a part of a step are found in one pass, where all
/// ops of the model have a rule for that ([Workspace#mixesExamples]); else each in a pass of its own, which any model can do. Dropout is
/// counted by an example's own number, so that nobody else's presence changes it.
final class PrivateSteps<X> {
    private static final int PROBED = 2;

    private final Objective<X> objective;
    private final List<X> examples;
    private final int part;
    private final Backend backend;
    private final PrivacyPlan plan;
    private final Optional<String> apart;
    private final PrivateGradient gradient;
    private SecretNumbers secret;

    /// @param part the most examples of a pass
    PrivateSteps(Objective<X> objective, List<Parameter> parameters, List<X> examples, int part, PrivacyPlan plan, SecretNumbers secret,
            Backend backend) {
        this.objective = objective;
        this.examples = examples;
        this.part = part;
        this.backend = backend;
        this.plan = plan;
        this.secret = secret;
        this.apart = plan.options().passes() == PrivatePasses.SINGLE ? Optional.of("single passes, as asked for") : mixed();
        this.gradient = new PrivateGradient(parameters, plan, apart.isEmpty(), backend);
    }

    SecretNumbers secret() {
        return secret;
    }

    void secret(SecretNumbers value) {
        secret = value;
    }

    /// Why each example has a pass of its own; empty if they are packed.
    Optional<String> apart() {
        return apart;
    }

    /// What stands in the way of packed passes, found out by a forward pass of some examples.
    private Optional<String> mixed() {
        int[] some = {0, Math.min(PROBED, examples.size()) - 1};
        Optional<ExampleRows> rows = objective.rows(chosen(some));
        if (rows.isEmpty()) {
            return Optional.of("the loss");
        }
        try (var ws = open(1, some)) {
            return ws.mixesExamples(objective.of(ws, chosen(some), 0).mean(), rows.get());
        }
    }

    private Workspace open(int number, int... numbers) {
        return Workspace.training("step " + number, backend, new RandomKey(secret.dropoutSeed(), number - 1)).numberedBy(numbers);
    }

    private List<X> chosen(int... numbers) {
        return Arrays.stream(numbers).mapToObj(examples::get).toList();
    }

    /// Leaves the parameters the gradients to move by.
    ///
    /// @throws IllegalStateException if the step would spend more than was promised
    /// @throws ArithmeticException if a gradient is not finite
    void gradients(int number) {
        plan.requireWithin(number);
        int[] drawn = secret.batch(number, examples.size(), plan.step().sampleRate());
        for (int from = 0; from < drawn.length; from += part) {
            int[] some = Arrays.copyOfRange(drawn, from, Math.min(drawn.length, from + part));
            if (apart.isPresent() || !together(number, some)) {
                Arrays.stream(some).forEach(example -> alone(number, example));
            }
        }
        gradient.release(number, secret);
    }

    /// @return false if it cannot be done, and nothing was
    private boolean together(int number, int... some) {
        Optional<ExampleRows> rows = objective.rows(chosen(some));
        try (var ws = open(number, some)) {
            Objective.PartLoss loss = objective.of(ws, chosen(some), 0);
            Tensor sum = scaled(ws, loss.mean(), loss.weight());
            if (rows.isEmpty() || ws.mixesExamples(sum, rows.get()).isPresent()) {
                return false;
            }
            int[][] terms = rows.get().byExample();
            ws.backward(sum, rows.get(), norms -> {
                var shares = new double[norms.length];
                for (int i = 0; i < shares.length; i++) {
                    double norm = requireFinite(number, norms[i] / terms[i].length);
                    shares[i] = gradient.share(norm) / terms[i].length;
                }
                return shares;
            });
        }
        gradient.addSum();
        return true;
    }

    private void alone(int number, int example) {
        try (var ws = open(number, example)) {
            Objective.PartLoss loss = objective.of(ws, chosen(example), 0);
            // The mean over an example's own weights would take the weight of its label away.
            ws.backward(scaled(ws, loss.mean(), loss.weight() / loss.terms()));
        }
        requireFinite(number, gradient.add());
    }

    private static Tensor scaled(Workspace ws, Tensor mean, double factor) {
        return factor == 1 ? mean : ScaleOp.apply(ws, mean, (float) factor);
    }

    private static double requireFinite(int number, double norm) {
        if (!Double.isFinite(norm)) {
            throw new ArithmeticException("step %d: norm of an example's gradients is %s".formatted(number, norm));
        }
        return norm;
    }
}
