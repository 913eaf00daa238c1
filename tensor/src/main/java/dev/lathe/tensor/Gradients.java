package dev.lathe.tensor;

import dev.lathe.tensor.device.Destination;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands the rules of one backward pass the places that they add their gradients to.
///
/// Gradients of parameters and variables stay with them; those of inner tensors are given back as soon as
/// the op that made the tensor has passed them on.
public final class Gradients {
    private final Workspace ws;
    private final Map<Tensor, GradientSum> inner = new IdentityHashMap<>();
    /// Inputs whose contributions wait until somebody runs them.
    private Set<Tensor> postponed;
    private List<Runnable> waiting = new ArrayList<>();

    Gradients(Workspace ws) {
        this(ws, Set.of());
    }

    /// @param postponed identity set
    Gradients(Workspace ws, Set<Tensor> postponed) {
        this.ws = ws;
        this.postponed = postponed;
    }

    /// Runs `contribution` with the place where the gradient of `input` is gathered, or not at all if
    /// `input` needs none. The first contribution overwrites, later ones add: kernels go by [Destination#add], and who writes into the buffer
    /// without it loses what other ops have added. [#add] takes values from the host.
    public void into(Tensor input, Consumer<Destination> contribution) {
        if (input.needsGradient()) {
            run(postponed.contains(input), () -> contribution.accept(sumOf(input).next()));
        }
    }

    /// Adds to the gradient of `input` what a rule has computed on the host, row-major.
    ///
    /// @throws IllegalArgumentException if the number of values is not the input's
    public void add(Tensor input, float... values) {
        into(input, gradient -> {
            Tensor computed = ws.of(input.shape(), values);
            ws.backend().arithmetic().copy(computed.buffer(), gradient, values.length);
            ws.release(computed.buffer());
        });
    }

    /// As [#into(Tensor, Consumer)], for kernels that compute the gradients of two parameters at once. One that needs none gets scratch memory.
    public void into(Tensor first, Tensor second, BiConsumer<Destination, Destination> contribution) {
        if (first.needsGradient() || second.needsGradient()) {
            run(postponed.contains(first) || postponed.contains(second),
                    () -> contribution.accept(destinationOrScratch(first), destinationOrScratch(second)));
        }
    }

    private void run(boolean later, Runnable contribution) {
        if (later) {
            waiting.add(contribution);
        } else {
            contribution.run();
        }
    }

    /// What waits since this was last asked.
    List<Runnable> takeWaiting() {
        List<Runnable> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /// From now on all contributions are made at once.
    void waitNoLonger() {
        postponed = Set.of();
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
