package dev.lathe.tensor;

import dev.lathe.tensor.device.Region;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// How long the tensors on a tape keep their memory: until no rule reads them any more, or, if they can be made again,
/// only while some rule does.
final class Retention {
    private final Workspace ws;
    private final Region region;
    /// Tensors whose values the backward pass reads.
    private final Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Tensor> discarded = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Tensor, RestoringRule> restorable = new IdentityHashMap<>();
    /// Tensors that are needed and have no memory now.
    private final Set<Tensor> missing = Collections.newSetFromMap(new IdentityHashMap<>());

    Retention(Workspace ws, Region region) {
        this.ws = ws;
        this.region = region;
    }

    void recorded(Tensor output, GradientRule rule) {
        for (Tensor input : rule.inputs()) {
            need(rule, input);
        }
        need(rule, output);
        if (rule instanceof RestoringRule restoring) {
            restorable.put(output, restoring);
        }
    }

    private void need(GradientRule rule, Tensor tensor) {
        if (rule.reads(tensor)) {
            needed.add(tensor);
        }
    }

    /// The model is done with `t`.
    void discard(Tensor t) {
        boolean kept = needed.contains(t) && !restorable.containsKey(t);
        if (!kept) {
            drop(t);
        }
        discarded.add(t);
    }

    private void drop(Tensor t) {
        region.release(t.buffer());
        if (needed.contains(t)) {
            missing.add(t);
        }
    }

    /// Makes what `rule` is going to read.
    void beforeBackward(Tensor output, GradientRule rule) {
        for (Tensor input : rule.inputs()) {
            restoreIfRead(rule, input);
        }
        restoreIfRead(rule, output);
    }

    private void restoreIfRead(GradientRule rule, Tensor tensor) {
        if (rule.reads(tensor)) {
            restore(tensor);
        }
    }

    private void restore(Tensor tensor) {
        if (missing.remove(tensor)) {
            RestoringRule rule = restorable.get(tensor);
            rule.restoresFrom().forEach(this::restore);
            tensor.moveTo(ws.empty(tensor.shape()).buffer());
            rule.restore(ws, tensor);
        }
    }

    /// Whatever reads this output came later in the forward pass, so it is done.
    void afterBackward(Tensor output) {
        if (discarded.contains(output) && needed.contains(output) && !missing.remove(output)) {
            region.release(output.buffer());
        }
    }

    /// What `question` says of the values of `t`; false if these are gone for good.
    boolean ask(Tensor t, Predicate<Tensor> question) {
        if (discarded.contains(t) && !needed.contains(t)) {
            return false;
        }
        boolean wasMissing = missing.contains(t);
        restore(t);
        boolean answer = question.test(t);
        if (wasMissing) {
            drop(t);
        }
        return answer;
    }

    void forget() {
        needed.clear();
        discarded.clear();
        restorable.clear();
        missing.clear();
    }
}
