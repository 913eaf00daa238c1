package dev.lathe.testkit;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Holds one spec against backends: values, gradients, memory and refusals.
///
/// The double-precision side is computed once and serves for every backend.
public final class Conformance {
    private final OpSpec spec;
    private final long seed;
    private final List<Case> cases = new ArrayList<>();

    /// A sample, what it must give, and the derivatives for each input that gets a gradient.
    private record Case(
            Sample sample, Expected expected, double[] gradOutput, double[] otherGradOutput,
            Map<Integer, Derivatives> derivatives) {}

    public Conformance(OpSpec spec, long seed) {
        this.spec = spec;
        this.seed = seed;
        var rand = new Rand(seed);
        for (var sample : spec.samples(rand)) {
            cases.add(prepare(sample, rand));
            for (var sharing : sharings(sample)) {
                cases.add(prepare(sharing, rand));
            }
        }
    }

    /// What falls short on `backend`, a line each; nothing if the op keeps its promises.
    public List<String> run(Backend backend) {
        var failures = new ArrayList<String>();
        var execution = new Execution(spec, backend);
        for (var c : cases) {
            var wrong = new ArrayList<String>();
            execution.poison(c.sample);
            checkTogether(execution, c, wrong);
            checkInference(execution, backend, c, wrong);
            for (var line : wrong) {
                failures.add("%s on %s, %s: %s; -Dtest.seed=%d"
                        .formatted(spec.name(), backend.description(), c.sample.name(), line, seed));
            }
        }
        for (var refusal : spec.refusals()) {
            checkRefusal(backend, refusal, failures);
        }
        return failures;
    }

    private Case prepare(Sample sample, Rand rand) {
        Expected expected = spec.reference(sample);
        var derivatives = new TreeMap<Integer, Derivatives>();
        for (int input : sample.differentiable()) {
            derivatives.put(input, new Derivatives(spec, sample, input, expected, rand));
        }
        int count = expected.values().length;
        return new Case(
                sample, expected, rand.normal(count).values(), rand.normal(count).values(), derivatives);
    }

    /// Samples in which one tensor is given for two inputs, wherever their shapes allow it.
    private static List<Sample> sharings(Sample sample) {
        var sharings = new ArrayList<Sample>();
        List<Integer> inputs = sample.differentiable();
        for (int i = 0; i < inputs.size(); i++) {
            for (int j = i + 1; j < inputs.size(); j++) {
                if (sample.shape(inputs.get(i)).equals(sample.shape(inputs.get(j)))) {
                    sharings.add(sample.sharing(inputs.get(i), inputs.get(j)));
                }
            }
        }
        return sharings;
    }

    private void checkTogether(Execution execution, Case c, List<String> wrong) {
        Set<Integer> inputs = c.derivatives.keySet();
        var together = execution.run(c.sample, inputs, List.of(c.gradOutput));
        checkValues(together, c.expected, wrong);
        together.gradients().forEach((input, gradient) ->
                wrong.addAll(derivatives(c, input).compare(gradient, c.gradOutput, c.gradOutput)));
        for (int input : inputs) {
            var alone = execution.run(c.sample, Set.of(input), List.of(c.gradOutput));
            if (!sameBits(alone.gradients().get(input), together.gradients().get(input))) {
                wrong.add("gradient of input %d alone has other bits than with all".formatted(input));
            }
        }
        if (!inputs.isEmpty()) {
            checkSecondUse(execution, c, wrong);
            if (!sameBits(execution.readAfterDiscard(c.sample, inputs), together.output())) {
                wrong.add("discarded, the result has other bits when the backward pass reads it");
            }
        }
    }

    private static void checkValues(Execution.Result got, Expected want, List<String> wrong) {
        if (!got.shape().equals(want.shape())) {
            wrong.add("result is %s, not %s".formatted(got.shape(), want.shape()));
            return;
        }
        for (int i = 0; i < got.output().length; i++) {
            double allowed = want.tolerance(want.terms()) * want.magnitudes()[i];
            if (!(Math.abs(got.output()[i] - want.values()[i]) <= allowed)) {
                wrong.add("value at %d is %s, not %.9g (allowed error %.1e)"
                        .formatted(i, got.output()[i], want.values()[i], allowed));
                return;
            }
        }
    }

    /// The op runs twice on the same inputs: what both pass back is added.
    private static void checkSecondUse(Execution execution, Case c, List<String> wrong) {
        var twice = execution.run(
                c.sample, c.derivatives.keySet(), List.of(c.gradOutput, c.otherGradOutput));
        var sum = new double[c.gradOutput.length];
        var magnitudes = new double[sum.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = c.gradOutput[i] + c.otherGradOutput[i];
            magnitudes[i] = Math.abs(c.gradOutput[i]) + Math.abs(c.otherGradOutput[i]);
        }
        twice.gradients().forEach((input, gradient) -> {
            for (var line : derivatives(c, input).compare(gradient, sum, magnitudes)) {
                wrong.add("used by two ops: " + line);
            }
        });
    }

    /// An inference workspace gives the bits of a recording one and records nothing; nor is an op recorded whose
    /// inputs are all constant.
    private void checkInference(Execution execution, Backend backend, Case c, List<String> wrong) {
        float[] recorded;
        try (var ws = Workspace.recording("recording", backend)) {
            recorded = spec.apply(ws, Arguments.of(ws, c.sample, c.derivatives.keySet())).toArray();
        }
        execution.poison();
        try (var ws = Workspace.inference("inference", backend)) {
            var in = Arguments.of(ws, c.sample, c.derivatives.keySet());
            Tensor output = spec.apply(ws, in);
            if (!sameBits(output.toArray(), recorded)) {
                wrong.add("inference gives other bits than a recording workspace");
            }
            // An op that does nothing here may return its input, which is a variable.
            if (output.needsGradient() && !in.contains(output)) {
                wrong.add("an inference workspace records it");
            }
        }
        try (var ws = execution.recording("constants")) {
            if (spec.apply(ws, Arguments.of(ws, c.sample, Set.of())).needsGradient()) {
                wrong.add("is recorded though all inputs are constant");
            }
        }
    }

    private void checkRefusal(Backend backend, Refusal refusal, List<String> failures) {
        try (var ws = Workspace.recording("refusal", backend)) {
            refusal.call().accept(ws);
            failures.add("%s: accepted what it must refuse with '%s'".formatted(spec.name(), refusal.message()));
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            if (!refusal.message().equals(e.getMessage()) || e.getClass() != refusal.type()) {
                failures.add("%s: throws %s '%s', not %s '%s'".formatted(
                        spec.name(), e.getClass().getSimpleName(), e.getMessage(),
                        refusal.type().getSimpleName(), refusal.message()));
            }
        }
    }

    private static Derivatives derivatives(Case c, int input) {
        return Objects.requireNonNull(c.derivatives.get(input));
    }

    private static boolean sameBits(float[] a, float[] b) {
        return Arrays.equals(a, b);
    }
}
