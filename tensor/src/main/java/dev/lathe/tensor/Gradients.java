package dev.lathe.tensor;

import dev.lathe.tensor.device.Destination;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands the rules of one backward pass the places that they add their gradients to.
///
/// Gradients of parameters and variables stay with them; those of inner tensors are given back as soon as
/// the op that made the tensor has passed them on.
public final class Gradients {
    private final Workspace ws;
    private final Map<Tensor, GradientSum> inner = new IdentityHashMap<>();

    Gradients(Workspace ws) {
        this.ws = ws;
    }

    /// Runs `contribution` with the place where the gradient of `input` is gathered, or not at all if
    /// `input` needs none. The first contribution overwrites, later ones add.
    public void into(Tensor input, Consumer<Destination> contribution) {
        if (input.needsGradient()) {
            contribution.accept(sumOf(input).next());
        }
    }

    /// For kernels that compute the gradients of several inputs at once: the place of `input`'s gradient,
    /// or scratch memory if it needs none.
    public Destination destinationOrScratch(Tensor input) {
        return input.needsGradient()
                ? sumOf(input).next()
                : new Destination(ws.empty(input.shape()).buffer(), false);
    }

    /// Takes the finished gradient of `output` off the books; null if the loss does not depend on it.
    @Nullable Tensor take(Tensor output) {
        GradientSum sum = inner.remove(output);
        return sum == null ? null : sum.value();
    }

    private GradientSum sumOf(Tensor input) {
        GradientSum leaf = input.leafGradient();
        return leaf != null ? leaf : inner.computeIfAbsent(input, t -> new GradientSum(ws, t.shape()));
    }
}
