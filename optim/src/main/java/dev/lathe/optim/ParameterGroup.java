package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Parameters that an optimiser treats alike.
///
/// Decay is decoupled with every optimiser: a step takes the share `learningRate x rateFactor x weightDecay` of a value away,
/// whatever the gradient. Source: Loshchilov and Hutter, 2019.
///
/// @param parameters in the order of their states in a checkpoint
/// @param rateFactor what the learning rate is multiplied by, 0 or more; usually 1
/// @param weightDecay 0 or more; usually 0.01 for matrices and 0 for vectors
public record ParameterGroup(List<Parameter> parameters, double rateFactor, double weightDecay) {
    public ParameterGroup {
        parameters = List.copyOf(parameters);
        Settings.requireZeroOrMore("rateFactor", rateFactor);
        Settings.requireZeroOrMore("weightDecay", weightDecay);
    }

    /// A parameter with what its group says of it.
    record Member(Parameter parameter, double rateFactor, double weightDecay) {}

    /// The usual groups: matrices are decayed, and vectors (biases, layer normalisation) are not: decay means to keep weights small
    /// that multiply features, and these do not.
    ///
    /// @return neighbours that are treated alike together, so that the order of all parameters stays
    public static List<ParameterGroup> usual(List<Parameter> parameters, double weightDecay) {
        return usual(parameters, parameter -> 1, weightDecay);
    }

    /// The usual groups, with a factor for each parameter.
    ///
    /// @param rateFactor what a parameter's learning rate is multiplied by
    public static List<ParameterGroup> usual(List<Parameter> parameters, ToDoubleFunction<Parameter> rateFactor, double weightDecay) {
        return inOrder(parameters, rateFactor, weightDecay);
    }

    /// The usual groups, with a learning rate that falls from the head to the embeddings.
    ///
    /// See [LayerDecay].
    ///
    /// @param layerDecay what each layer's rate is of that of the one above, more than 0 and at most 1
    /// @throws IllegalArgumentException if it is not, or no parameter's name tells of a layer
    public static List<ParameterGroup> layerwise(List<Parameter> parameters, double weightDecay, double layerDecay) {
        return layerwise(parameters, parameter -> 1, weightDecay, layerDecay);
    }

    /// As above, with a factor for each parameter beside that of its layer.
    ///
    /// @param rateFactor what a parameter's learning rate is multiplied by
    public static List<ParameterGroup> layerwise(
            List<Parameter> parameters, ToDoubleFunction<Parameter> rateFactor, double weightDecay, double layerDecay) {
        LayerDecay layers = LayerDecay.of(parameters, layerDecay);
        return inOrder(parameters, parameter -> layers.rateFactor(parameter) * rateFactor.applyAsDouble(parameter), weightDecay);
    }

    private static List<ParameterGroup> inOrder(
            List<Parameter> parameters, ToDoubleFunction<Parameter> rateFactor, double weightDecay) {
        var groups = new ArrayList<ParameterGroup>();
        var run = new ArrayList<Member>();
        for (Parameter parameter : parameters) {
            var member = new Member(
                    parameter, rateFactor.applyAsDouble(parameter), parameter.shape().rank() > 1 ? weightDecay : 0);
            if (!run.isEmpty() && !alike(run.getFirst(), member)) {
                groups.add(of(run));
                run.clear();
            }
            run.add(member);
        }
        if (!run.isEmpty()) {
            groups.add(of(run));
        }
        return List.copyOf(groups);
    }

    private static boolean alike(Member a, Member b) {
        return a.rateFactor == b.rateFactor && a.weightDecay == b.weightDecay;
    }

    private static ParameterGroup of(List<Member> alike) {
        return new ParameterGroup(
                alike.stream().map(Member::parameter).toList(), alike.getFirst().rateFactor, alike.getFirst().weightDecay);
    }

    /// The parameters of all groups that are not frozen.
    ///
    /// @throws IllegalArgumentException if one is in two groups
    static List<Member> members(List<ParameterGroup> groups) {
        var members = new ArrayList<Member>();
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ParameterGroup group : groups) {
            for (Parameter parameter : group.parameters) {
                if (!seen.add(parameter)) {
                    throw new IllegalArgumentException("optimizer: parameter '%s': is given twice".formatted(parameter.name()));
                }
                if (!parameter.isFrozen()) {
                    members.add(new Member(parameter, group.rateFactor, group.weightDecay));
                }
            }
        }
        return members;
    }
}
