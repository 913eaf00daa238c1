package dev.lathe.tensor;

import dev.lathe.tensor.device.ArithmeticKernels.Operand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A backward pass that gives each example's gradient a factor of its own, which its norm decides; no example's gradient is ever stored.
///
/// The pass goes down the tape as usual, but what ops add to parameters waits: their rules tell the norms instead. When these are known, the
/// gradients of the waiting ops' outputs are multiplied row by row, as gradients are linear in them, and then added to the parameters.
/// Sources: Goodfellow, 2015, for norms without gradients; Li et al., 2022, for sequences; Bu et al., 2023, for the one pass.
///
/// Memory: the gradients of the outputs of all ops that have parameters, and what their rules read, until the end.
final class ExampleBackward {
    private final Workspace ws;
    private final List<Workspace.Step> tape;
    private final Map<Tensor, ExampleRows> rows = new IdentityHashMap<>();
    /// Parameters, by what they are called on the tape: themselves and their reshaped forms.
    private final Map<Tensor, Tensor> parameters = new IdentityHashMap<>();

    ExampleBackward(Workspace ws, List<Workspace.Step> tape) {
        this.ws = ws;
        this.tape = tape;
    }

    private record Waiting(Tensor gradOutput, ExampleRows rows, List<Runnable> contributions) {}

    /// Finds out whose each row on the way is.
    ///
    /// @param terms the rows that the loss is a sum over
    /// @return what it cannot be done for; empty if nothing
    Optional<String> follow(Tensor loss, ExampleRows terms) {
        findParameters();
        rows.put(loss, terms);
        Set<Tensor> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Workspace.Step step : tape.reversed()) {
            ExampleRows output = rows.get(step.output());
            if (output == null || parameters.containsKey(step.output())) {
                continue;
            }
            if (!(step.rule() instanceof ExampleRule rule)) {
                return Optional.of(step.rule().op());
            }
            for (Tensor input : rule.inputs()) {
                if (!input.needsGradient()) {
                    continue;
                }
                Tensor parameter = parameters.get(input);
                boolean known = parameter == null ? follow(rule, input, output) : rule.shares(input);
                if (!known) {
                    return Optional.of("%s of %s".formatted(rule.op(), named(input)));
                }
                if (parameter != null && !used.add(parameter)) {
                    return Optional.of("%s, which is used twice".formatted(named(parameter)));
                }
            }
        }
        return Optional.empty();
    }

    private static String named(Tensor t) {
        return t.name() == null ? t.shape().toString() : t.name();
    }

    private void findParameters() {
        for (Workspace.Step step : tape) {
            for (Tensor input : step.rule().inputs()) {
                if (input.leafGradient() != null) {
                    parameters.put(input, input);
                }
            }
            if (step.rule() instanceof ExampleRule rule && rule.reshapes()) {
                Tensor parameter = parameters.get(rule.inputs().getFirst());
                if (parameter != null) {
                    parameters.put(step.output(), parameter);
                }
            }
        }
    }

    private boolean follow(ExampleRule rule, Tensor input, ExampleRows output) {
        ExampleRows found = rule.rowsOf(input, output).orElse(null);
        if (found == null || input.shape().rank() > 0 && input.shape().dim(0) != found.rows()) {
            return false;
        }
        ExampleRows before = rows.get(input);
        if (before != null) {
            found = before.rows() == found.rows() ? before.with(found).orElse(null) : null;
        }
        if (found != null) {
            rows.put(input, found);
        }
        return found != null;
    }

    /// After [#follow] has found nothing in the way.
    ///
    /// @return the norm of each example's gradient
    double[] run(Tensor loss, ExampleRows terms, ExampleShares shares, Retention retention) {
        var gradients = new Gradients(ws, parameters.keySet());
        var squares = new double[terms.examples()];
        Map<Tensor, Waiting> waiting = new IdentityHashMap<>();
        gradients.into(loss, one -> one.buffer().write(0, new float[] {1}, 0, 1));
        for (Workspace.Step step : tape.reversed()) {
            Tensor gradOutput = gradients.take(step.output());
            if (gradOutput == null) {
                continue;
            }
            retention.beforeBackward(step.output(), step.rule());
            step.rule().backward(ws, gradOutput, gradients);
            List<Runnable> contributions = gradients.takeWaiting();
            if (contributions.isEmpty()) {
                ws.release(gradOutput.buffer());
            } else {
                ExampleRows own = rows.get(step.output());
                addSquares((ExampleRule) step.rule(), gradOutput, own, squares);
                waiting.put(step.output(), new Waiting(gradOutput, own, contributions));
            }
        }
        var norms = new double[squares.length];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = Math.sqrt(squares[i]);
        }
        add(waiting, shares.of(norms.clone()), gradients);
        return norms;
    }

    private void addSquares(ExampleRule rule, Tensor gradOutput, ExampleRows own, double[] squares) {
        for (Tensor input : rule.inputs()) {
            if (parameters.containsKey(input)) {
                rule.addSquares(ws, input, gradOutput, own, squares);
            }
        }
    }

    private void add(Map<Tensor, Waiting> waiting, double[] shares, Gradients gradients) {
        Map<ExampleRows, Tensor> factors = new IdentityHashMap<>();
        gradients.waitNoLonger();
        for (Workspace.Step step : tape.reversed()) {
            Waiting one = waiting.get(step.output());
            if (one != null) {
                scale(one.gradOutput, factors.computeIfAbsent(one.rows, own -> factors(own, shares)));
                one.contributions.forEach(Runnable::run);
                ws.release(one.gradOutput.buffer());
            }
            // A parameter in another shape.
            @Nullable Tensor gradOutput = gradients.take(step.output());
            if (gradOutput != null) {
                step.rule().backward(ws, gradOutput, gradients);
                ws.release(gradOutput.buffer());
            }
        }
    }

    private Tensor factors(ExampleRows own, double... shares) {
        var values = new float[own.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = own.owner(row) == ExampleRows.NOBODY ? 0 : (float) shares[own.owner(row)];
        }
        return ws.of(Shape.of(values.length), values);
    }

    private void scale(Tensor gradOutput, Tensor factors) {
        int count = factors.shape().size();
        int cols = gradOutput.shape().size() / count;
        ws.backend().arithmetic().multiply(
                new Operand(gradOutput.buffer(), new int[] {cols, 1}), new Operand(factors.buffer(), new int[] {1, 0}),
                gradOutput.buffer(), new int[] {count, cols});
    }
}
