package dev.lathe.optim;

import dev.lathe.optim.ParameterGroup.Member;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.OptimizerKernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Adam's second moments in the memory of their rows and columns, and no first ones. Source: Shazeer and Stern, 2018, algorithms 4
/// (matrices) and 5 (vectors) with the settings of algorithm 6.
///
/// With gradient g at step t, from 1, beta = 1 - t^-0.8 and q = g² + epsilon1, for a matrix:
///
///     R[i] = beta R[i] + (1 - beta) mean of q over row i
///     C[j] = beta C[j] + (1 - beta) mean of q over column j
///     V[i,j] = R[i] C[j] / mean of R
///     U = g / sqrt(V)
///     value = value (1 - lr decay) - rate U / max(1, RMS(U) / d)
///
/// The paper has sums for means, which gives the same V. A vector keeps V itself: V = beta V + (1 - beta) q. Tensors of more axes are
/// matrices whose rows are all axes but the last.
///
/// The learning rate comes from outside, as with the others, and `rate` is that rate: a step moves values by as much as it, about,
/// as [AdamW]'s does. The paper's is relative to the size of the parameter: [Config#relative] makes it rate =
/// lr max(epsilon2, RMS(value)), with the values before the step. Weight decay, which the paper has not, is as in
/// [ParameterGroup], never relative.
///
/// Remembers R as `row` and C as `column` of matrices, V as `second` of vectors: of BERT-base 0.15 % of what AdamW does.
public final class Adafactor implements Optimizer {
    private final Config config;
    private final Workspace states;
    private final Tensor rowMean;
    /// Sums of squares: of U, and of the values before the step.
    private final Buffer squares;
    private final StepScalars scalars;
    private final List<Slot> slots = new ArrayList<>();
    private final StepCount steps = new StepCount();

    /// @param clipping d, what the root of the mean square of U is clipped to; default 1
    /// @param decayExponent how fast the share of the newest squares falls, t^-decayExponent, 0 to 1; default 0.8
    /// @param epsilon1 added to squares; default 1e-30
    /// @param epsilon2 with one, learning rates are relative to the size of the parameter, which counts as at least so much; default none
    public record Config(double clipping, double decayExponent, double epsilon1, OptionalDouble epsilon2)
            implements Optimizer.Config {
        public static final Config DEFAULT = new Config(1, 0.8, 1e-30, OptionalDouble.empty());

        public Config {
            Settings.requirePositive("adafactorClipping", clipping);
            if (!(decayExponent >= 0 && decayExponent <= 1)) {
                throw new IllegalArgumentException("adafactorDecayExponent %s: needs 0 to 1".formatted(decayExponent));
            }
            Settings.requirePositive("adafactorEpsilon1", epsilon1);
            epsilon2.ifPresent(floor -> Settings.requirePositive("adafactorEpsilon2", floor));
        }

        /// The same with learning rates relative to the parameters' size, and the paper's epsilon2, 1e-3.
        public Config relative() {
            return new Config(clipping, decayExponent, epsilon1, OptionalDouble.of(1e-3));
        }

        @Override
        public String name() {
            return "adafactor";
        }

        @Override
        public Map<String, Double> settings() {
            var settings = new LinkedHashMap<String, Double>();
            settings.put("adafactor-clipping", clipping);
            settings.put("adafactor-decay-exponent", decayExponent);
            settings.put("adafactor-epsilon1", epsilon1);
            epsilon2.ifPresent(floor -> settings.put("adafactor-epsilon2", floor));
            return settings;
        }

        @Override
        public Adafactor over(List<ParameterGroup> groups, Workspace states) {
            return new Adafactor(this, groups, states);
        }
    }

    /// A parameter with the averages of its squares.
    private sealed interface Slot {
        Member member();

        List<State> states();
    }

    private record Matrix(Member member, Tensor row, Tensor column) implements Slot {
        @Override
        public List<State> states() {
            return List.of(new State("row", member.parameter(), row), new State("column", member.parameter(), column));
        }
    }

    private record Vector(Member member, Tensor second) implements Slot {
        @Override
        public List<State> states() {
            return List.of(new State("second", member.parameter(), second));
        }
    }

    /// @param states workspace in which averages live: as long as the training
    public Adafactor(Config config, List<ParameterGroup> groups, Workspace states) {
        this.config = config;
        this.states = states;
        this.rowMean = states.zeros(Shape.of(1));
        this.squares = states.buffer(DType.F64, 2);
        List<Member> members = ParameterGroup.members(groups);
        this.scalars = new StepScalars(members, 1, states);
        for (Member member : members) {
            slots.add(slot(member, states));
        }
    }

    private static Slot slot(Member member, Workspace states) {
        Shape shape = member.parameter().shape();
        if (shape.rank() < 2) {
            return new Vector(member, states.zeros(shape));
        }
        int cols = shape.dim(shape.rank() - 1);
        return new Matrix(member, states.zeros(Shape.of(shape.size() / cols)), states.zeros(Shape.of(cols)));
    }

    @Override
    public int step() {
        return steps.value();
    }

    @Override
    public List<State> states() {
        return slots.stream().map(Slot::states).flatMap(List::stream).toList();
    }

    @Override
    public void resumeAfter(int taken) {
        steps.resumeAfter(taken);
    }

    @Override
    public void step(double learningRate, GradientScale gradScale) {
        // As a share, not as beta: 1 minus a beta of 0.9999 has four digits left in a float.
        scalars.begin(learningRate, gradScale, StrictMath.pow(steps.next(learningRate), -config.decayExponent()));
        for (Slot slot : slots) {
            Parameter p = slot.member().parameter();
            if (p.hasGradient()) {
                divide(slot, scalars.of(slot.member()));
                move(slot.member(), scalars.of(slot.member()));
                p.clearGradient();
            }
        }
    }

    /// Makes U of the gradient, in its place.
    private void divide(Slot slot, OptimizerKernels.Step step) {
        OptimizerKernels kernels = states.backend().optimizer();
        float epsilon = (float) config.epsilon1();
        Buffer gradient = slot.member().parameter().gradient().buffer();
        switch (slot) {
            case Matrix(_, Tensor row, Tensor column) -> {
                int rows = row.shape().size();
                int cols = column.shape().size();
                kernels.averageSquaresByAxis(epsilon, step, gradient, row.buffer(), column.buffer(), rows, cols);
                states.backend().reduction().sum(row.buffer(), 1f / rows, rowMean.buffer(), rows);
                kernels.divideByRootOfAxes(step, gradient, row.buffer(), rowMean.buffer(), column.buffer(), rows, cols);
            }
            case Vector(_, Tensor second) ->
                kernels.divideByRootOfSquares(epsilon, step, gradient, second.buffer(), second.shape().size());
        }
    }

    /// Moves a parameter along U.
    private void move(Member member, OptimizerKernels.Step step) {
        Tensor value = member.parameter().value();
        Tensor direction = member.parameter().gradient();
        sumSquares(direction, 0);
        if (config.epsilon2().isPresent()) {
            sumSquares(value, 1);
        }
        var settings = new OptimizerKernels.Move(config.clipping(), config.epsilon2().orElse(0), member.weightDecay());
        states.backend().optimizer().move(
                settings, step, squares, direction.buffer(), value.buffer(), value.shape().size());
    }

    private void sumSquares(Tensor tensor, int at) {
        states.backend().reduction().sumOfSquares(
                List.of(tensor.buffer()), new int[] {tensor.shape().size()}, squares, at);
    }
}
