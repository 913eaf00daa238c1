package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels;
import dev.lathe.tensor.device.Destination;
import java.util.ArrayList;
import java.util.List;

/// An average of parameters over the course of a training, beside their own values; begins with those.
///
///     average = (1 - share) average + share value
///
/// With the same share each step it is exponential (Polyak and Juditsky, 1992; 1 - share is the decay); with 1/n for the n-th value
/// it is the mean (stochastic weight averaging, Izmailov et al., 2018).
///
/// Memory: as much again as the parameters, and as much as the largest of them.
public final class WeightAverage {
    private final List<Slot> slots = new ArrayList<>();
    private final ArithmeticKernels kernels;
    private final Tensor spare;

    private record Slot(Parameter parameter, Tensor average) {
        int size() {
            return parameter.shape().size();
        }
    }

    /// @param parameters that are trained, one or more
    /// @param states workspace in which the average lives
    public WeightAverage(List<Parameter> parameters, Workspace states) {
        kernels = states.backend().arithmetic();
        Parameter largest = parameters.getFirst();
        for (Parameter parameter : parameters) {
            var slot = new Slot(parameter, states.empty(parameter.shape()));
            kernels.copy(parameter.value().buffer(), to(slot.average), slot.size());
            slots.add(slot);
            largest = parameter.shape().size() > largest.shape().size() ? parameter : largest;
        }
        spare = states.empty(largest.shape());
    }

    private static Destination to(Tensor tensor) {
        return new Destination(tensor.buffer(), false);
    }

    /// Takes the values as they are now into the average.
    ///
    /// @param share of them, more than 0 and at most 1
    public void add(double share) {
        for (Slot slot : slots) {
            kernels.scale(slot.average.buffer(), (float) (1 - share), to(slot.average), slot.size());
            kernels.scale(slot.parameter.value().buffer(), (float) share, new Destination(slot.average.buffer(), true), slot.size());
        }
    }

    /// Gives the parameters the average's values, and keeps theirs instead; a second time gives them back, to the bit.
    public void swap() {
        for (Slot slot : slots) {
            Tensor value = slot.parameter.value();
            kernels.copy(value.buffer(), to(spare), slot.size());
            kernels.copy(slot.average.buffer(), to(value), slot.size());
            kernels.copy(spare.buffer(), to(slot.average), slot.size());
        }
    }

    /// The average, for checkpoints.
    public List<Optimizer.State> states() {
        return slots.stream().map(slot -> new Optimizer.State("average", slot.parameter, slot.average)).toList();
    }
}
