package dev.lathe.optim;

import dev.lathe.optim.ParameterGroup.Member;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;
import java.util.function.BiConsumer;

/// One tensor for each parameter, as large as it, of zeros at first: what optimisers with a single moment remember.
final class Momenta {
    private final List<Slot> slots;

    private record Slot(Member member, Tensor momentum) {}

    /// @param workspace in which they live
    Momenta(List<Member> members, Workspace workspace) {
        slots = members.stream()
                .map(member -> new Slot(member, workspace.zeros(member.parameter().shape())))
                .toList();
    }

    /// See [Optimizer#states].
    List<Optimizer.State> states() {
        return slots.stream()
                .map(slot -> new Optimizer.State("momentum", slot.member.parameter(), slot.momentum))
                .toList();
    }

    /// Runs `move` for every parameter that has a gradient, in their order, and clears the gradients.
    void move(BiConsumer<Member, Tensor> move) {
        for (Slot slot : slots) {
            Parameter parameter = slot.member.parameter();
            if (parameter.hasGradient()) {
                move.accept(slot.member, slot.momentum);
                parameter.clearGradient();
            }
        }
    }
}
