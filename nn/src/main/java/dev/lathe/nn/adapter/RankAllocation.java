package dev.lathe.nn.adapter;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which values of E are kept in a training by [AdaLora].
///
/// Of each number w with gradient g (equations 8 to 11), smoothed sensitivity and uncertainty, both from 0:
///
///     i = |w g|        I = beta1 I + (1 - beta1) i        U = beta2 U + (1 - beta2) |i - I|
///
/// A value of E is as important as its I U, and the mean I U of its row of A and of its column of B together (equation 7). After a move
/// the least important are set to 0, as many as are beyond the budget; of equal ones the earlier. In the last part those that are 0 stay so.
///
/// The penalty (equation 4, as PEFT computes it) is orthogonality times the mean over all A and B of ‖A Aᵀ - 1‖ and ‖Bᵀ B - 1‖, the roots of
/// the sums of squares.
final class RankAllocation implements AdapterCourse {
    private final AdaLora method;
    private final int steps;
    private final List<Place> places = new ArrayList<>();
    private boolean[] gone;

    /// @param trained parameters of the model, the method's among them, which are known by their names
    /// @param steps of the whole training
    /// @throws IllegalArgumentException if the steps have no room for the method's schedule
    RankAllocation(AdaLora method, List<Parameter> trained, int steps, Workspace states) {
        this.method = method;
        this.steps = steps;
        if (method.beginOf(steps) + method.endOf(steps) >= steps) {
            throw new IllegalArgumentException("adaloraBegin %d: and %d steps at the end leave no room in the training's %d".formatted(
                    method.beginOf(steps), method.endOf(steps), steps));
        }
        for (Parameter values : trained) {
            if (values.name().endsWith("." + AdaLora.VALUES)) {
                String path = values.name().substring(0, values.name().length() - AdaLora.VALUES.length());
                places.add(new Place(new Importance(named(trained, path + AdaLora.RIGHT), states), new Importance(values, states),
                        new Importance(named(trained, path + AdaLora.LEFT), states)));
            }
        }
        gone = new boolean[all()];
    }

    private static Parameter named(List<Parameter> parameters, String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    /// A, E and B of a map.
    private record Place(Importance right, Importance values, Importance left) {
        int rank() {
            return values.parameter.shape().dim(0);
        }

        /// How important each value of E is.
        double[] scores() {
            double[] scores = values.scores();
            double[] rows = right.scores();
            double[] columns = left.scores();
            int in = rows.length / scores.length;
            int out = columns.length / scores.length;
            for (int r = 0; r < scores.length; r++) {
                double row = 0;
                for (int i = 0; i < in; i++) {
                    row += rows[r * in + i];
                }
                double column = 0;
                for (int o = 0; o < out; o++) {
                    column += columns[o * scores.length + r];
                }
                scores[r] += row / in + column / out;
            }
            return scores;
        }
    }

    /// Of a parameter's numbers.
    private static final class Importance {
        final Parameter parameter;
        final Tensor sensitivity;
        final Tensor uncertainty;

        Importance(Parameter parameter, Workspace states) {
            this.parameter = parameter;
            sensitivity = states.zeros(parameter.shape());
            uncertainty = states.zeros(parameter.shape());
        }

        void observe(AdaLora method, double gradScale) {
            float[] w = HostValues.of(parameter);
            float[] g = parameter.gradient().toArray();
            float[] smooth = sensitivity.toArray();
            float[] unsure = uncertainty.toArray();
            for (int i = 0; i < w.length; i++) {
                double now = Math.abs(w[i] * (gradScale * g[i]));
                smooth[i] = (float) (method.beta1() * smooth[i] + (1 - method.beta1()) * now);
                unsure[i] = (float) (method.beta2() * unsure[i] + (1 - method.beta2()) * Math.abs(now - smooth[i]));
            }
            sensitivity.buffer().write(0, smooth, 0, smooth.length);
            uncertainty.buffer().write(0, unsure, 0, unsure.length);
        }

        double[] scores() {
            float[] smooth = sensitivity.toArray();
            float[] unsure = uncertainty.toArray();
            var scores = new double[smooth.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (double) smooth[i] * unsure[i];
            }
            return scores;
        }
    }

    private int all() {
        return places.stream().mapToInt(Place::rank).sum();
    }

    @Override
    public Tensor penalty(Workspace ws) {
        Value sum = Value.of(ws, ws.of(Shape.SCALAR, 0));
        for (Place place : places) {
            Value a = sum.with(place.right.parameter.value());
            Value b = sum.with(place.left.parameter.value());
            sum = sum.add(distance(a.matMul(false, a, true), place.rank())).add(distance(b.matMul(true, b, false), place.rank()));
        }
        return sum.scale((float) (method.orthogonality() / (2 * places.size()))).tensor();
    }

    /// ‖product - 1‖
    private static Value distance(Value product, int rank) {
        var identity = new float[rank * rank];
        for (int r = 0; r < rank; r++) {
            identity[r * rank + r] = 1;
        }
        Value beyond = product.sub(product.with(product.workspace().of(Shape.of(rank, rank), identity)));
        return beyond.mul(beyond).sum().sqrt();
    }

    @Override
    public void beforeMove(double gradScale) {
        int at = 0;
        for (Place place : places) {
            for (Importance importance : List.of(place.right, place.values, place.left)) {
                importance.observe(method, gradScale);
            }
            for (float value : HostValues.of(place.values.parameter)) {
                gone[at++] = value == 0;
            }
        }
    }

    @Override
    public void afterMove(int step) {
        int last = steps - method.endOf(steps);
        if (step <= last && step > method.beginOf(steps) && (step % method.every() == 0 || step == last)) {
            chooseGone(all() - method.budget(step, steps, all(), method.targetRank() * places.size()));
            clearGone();
        } else if (step > last) {
            clearGone();
        }
    }

    private void chooseGone(int count) {
        record Scored(int at, double score) {}
        var scored = new ArrayList<Scored>();
        for (Place place : places) {
            for (double score : place.scores()) {
                scored.add(new Scored(scored.size(), score));
            }
        }
        scored.sort(Comparator.comparingDouble(Scored::score).thenComparingInt(Scored::at));
        gone = new boolean[scored.size()];
        for (Scored least : scored.subList(0, count)) {
            gone[least.at] = true;
        }
    }

    private void clearGone() {
        int at = 0;
        for (Place place : places) {
            float[] values = HostValues.of(place.values.parameter);
            for (int r = 0; r < values.length; r++) {
                values[r] = gone[at++] ? 0 : values[r];
            }
            HostValues.set(place.values.parameter, values);
        }
    }

    @Override
    public List<Remembered> remembered() {
        var remembered = new ArrayList<Remembered>();
        for (Place place : places) {
            for (Importance importance : List.of(place.right, place.values, place.left)) {
                remembered.add(new Remembered("sensitivity", importance.parameter, importance.sensitivity));
                remembered.add(new Remembered("uncertainty", importance.parameter, importance.uncertainty));
            }
        }
        return remembered;
    }
}
