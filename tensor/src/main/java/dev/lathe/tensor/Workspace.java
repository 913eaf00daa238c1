package dev.lathe.tensor;

import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.Region;
import dev.lathe.tensor.flight.KernelEvent;
import dev.lathe.tensor.flight.RecordedBackend;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Owns every tensor made through it: closing gives all their memory back at once, on the host or the device.
///
///     try (var step = Workspace.training("step 41", backend, new RandomKey(seed, 41))) {
///         Tensor loss = model.loss(step, batch);
///         step.backward(loss);
///         optimizer.step(learningRate);
///     }   // activations end here; parameters and their gradients live in the model's own workspace
///
/// The kinds differ in what they remember, never in the code path: an inference workspace records nothing, a
/// recording one puts each op on a tape for [#backward], a training one also lets dropout drop, and a model
/// workspace holds parameters. One thread at a time may make tensors in a workspace; different workspaces of
/// one backend may be used at the same time.
public final class Workspace implements AutoCloseable {
    private static final int ZEROS = 1 << 16;

    private final String name;
    private final Backend backend;
    private @Nullable RecordedBackend recorded;
    private final Region region;
    private final boolean recording;
    private final @Nullable RandomKey randomKey;
    private final List<Step> tape = new ArrayList<>();
    private final Retention retention;
    private final Map<Tensor, String> observed = new IdentityHashMap<>();
    private @Nullable Observer observer;
    private @Nullable Disturbance disturbance;
    private int @Nullable [] exampleNumbers;
    private boolean usedUp;

    record Step(Tensor output, GradientRule rule) {}

    private Workspace(
            String name, Backend backend, Lifetime lifetime, boolean recording, @Nullable RandomKey randomKey) {
        this.name = name;
        this.backend = backend;
        this.region = backend.openRegion(name, lifetime);
        this.recording = recording;
        this.randomKey = randomKey;
        this.retention = new Retention(this, region);
    }

    /// For what stays: parameters and their gradients, the moments of an optimiser. Records nothing.
    public static Workspace model(String name, Backend backend) {
        return new Workspace(name, backend, Lifetime.MODEL, false, null);
    }

    /// Records nothing: for predictions.
    public static Workspace inference(String name, Backend backend) {
        return new Workspace(name, backend, Lifetime.STEP, false, null);
    }

    /// Records ops for [#backward]; dropout lets everything through.
    public static Workspace recording(String name, Backend backend) {
        return new Workspace(name, backend, Lifetime.STEP, true, null);
    }

    /// Records ops for [#backward]; dropout drops by `key`.
    public static Workspace training(String name, Backend backend, RandomKey key) {
        return new Workspace(name, backend, Lifetime.STEP, true, key);
    }

    public String name() {
        return name;
    }

    /// What it was given, by way of the flight recorder while that asks for kernels.
    public Backend backend() {
        return KernelEvent.isOn() ? recorded() : backend;
    }

    private Backend recorded() {
        if (recorded == null) {
            recorded = new RecordedBackend(backend);
        }
        return recorded;
    }

    /// What dropout decides by; empty outside training.
    public Optional<RandomKey> randomKey() {
        return Optional.ofNullable(randomKey);
    }

    /// Shows what is computed here from now on to `watching` too, at the places that models name.
    ///
    /// @return this
    public Workspace observedBy(Observer watching) {
        observer = observer == null ? watching : observer.and(watching);
        return this;
    }

    /// Lets `moving` change what is computed here from now on, at the place that models open for it.
    ///
    /// @return this
    public Workspace disturbedBy(Disturbance moving) {
        disturbance = moving;
        return this;
    }

    /// Counts random decisions of the examples here by other numbers than their places in the batch.
    ///
    /// @param numbers of each example
    /// @return this
    public Workspace numberedBy(int... numbers) {
        exampleNumbers = numbers.clone();
        return this;
    }

    /// The number that random decisions of an example are counted by.
    ///
    /// @param place in the batch
    int exampleNumber(int place) {
        return exampleNumbers == null ? place : exampleNumbers[place];
    }

    /// A model opens the place for a [Disturbance].
    ///
    /// @return what to go on with: `value` itself if nobody disturbs
    public Tensor disturbed(Tensor value, PackedSequences sequences) {
        return disturbance == null ? value : disturbance.of(this, value, sequences);
    }

    /// Whether someone wants to see a place: for values that are computed only to be looked at.
    public boolean isObserved(String place) {
        return observer != null && observer.wants(place);
    }

    /// A model names a value inside it, for whoever observes; see [Observer].
    public void observe(String place, Tensor value) {
        if (observer != null && observer.wants(place)) {
            observer.value(place, value);
            if (recording && value.needsGradient()) {
                observed.put(value, place);
            }
        }
    }

    /// A tensor of undefined values, for an op that writes all of them.
    public Tensor empty(Shape shape) {
        return Tensor.constant(shape, region.allocate(DType.F32, shape.size()));
    }

    /// An I32 tensor of undefined values, for an op that writes all of them.
    public Tensor emptyInts(Shape shape) {
        return Tensor.constant(shape, region.allocate(DType.I32, shape.size()));
    }

    /// Memory of undefined content that is no tensor: for what kernels read beside them, such as the scalars of a step.
    public Buffer buffer(DType dtype, int count) {
        return region.allocate(dtype, count);
    }

    public Tensor zeros(Shape shape) {
        Tensor t = empty(shape);
        // In parts: an array of the tensor's size would be garbage as large as what is wanted.
        var zeros = new float[Math.min(shape.size(), ZEROS)];
        for (int at = 0; at < shape.size(); at += zeros.length) {
            t.buffer().write(at, zeros, 0, Math.min(zeros.length, shape.size() - at));
        }
        return t;
    }

    /// A constant of the given values, row-major.
    ///
    /// @throws IllegalArgumentException if their number is not the shape's
    public Tensor of(Shape shape, float... values) {
        checkCount(shape, values.length);
        return filled(shape, values);
    }

    /// As [#of], of values that ops check, such as targets: they stay known on the host too. Nobody may write into its buffer.
    ///
    /// @throws IllegalArgumentException if their number is not the shape's
    public Tensor ofKnown(Shape shape, float... values) {
        checkCount(shape, values.length);
        float[] known = values.clone();
        return Tensor.floats(shape, filled(shape, known).buffer(), known);
    }

    /// An I32 constant: token ids, labels, offsets. Its values are known on the host too, where ops check them.
    ///
    /// @throws IllegalArgumentException if their number is not the shape's
    public Tensor ofInts(Shape shape, int... values) {
        checkCount(shape, values.length);
        int[] known = values.clone();
        Buffer buffer = region.allocate(DType.I32, shape.size());
        buffer.write(0, known, 0, known.length);
        return Tensor.ints(shape, buffer, known);
    }

    /// A leaf whose gradient a backward pass computes; see [Tensor#gradient].
    ///
    /// @throws IllegalArgumentException if the number of values is not the shape's
    public Tensor variable(Shape shape, float... values) {
        checkCount(shape, values.length);
        return leaf(filled(shape, values), null);
    }

    /// A parameter of undefined value, to be loaded or initialised.
    public Parameter parameter(String path, Shape shape) {
        return new Parameter(path, leaf(empty(shape), path));
    }

    /// A parameter that stays as it is: a backward pass computes no gradient for it, and what depends on nothing else is not
    /// recorded.
    public Parameter frozenParameter(String path, Shape shape) {
        return new Parameter(path, Tensor.frozen(shape, region.allocateFrozen(DType.F32, shape.size()), path));
    }

    /// Gives the memory of an intermediate result back before the workspace closes. If the backward pass
    /// reads it, it is made again then where its op is a [RestoringRule]'s, else kept until then. The tensor must not be
    /// used afterwards.
    public void discard(Tensor t) {
        if (recording) {
            retention.discard(t);
        } else {
            region.release(t.buffer());
        }
    }

    /// Whether an op on these inputs goes on the tape. An op that does not may overwrite what only its backward pass
    /// would read again.
    public boolean records(Tensor... inputs) {
        return records(List.of(inputs));
    }

    private boolean records(List<Tensor> inputs) {
        return recording && inputs.stream().anyMatch(Tensor::needsGradient);
    }

    /// Puts an op on the tape if a gradient can flow through it.
    ///
    /// @return the output, to be passed on to the op's caller
    public Tensor record(Tensor output, GradientRule rule) {
        if (!records(rule.inputs())) {
            return output;
        }
        Tensor recorded = output.recorded();
        tape.add(new Step(recorded, rule));
        retention.recorded(recorded, rule);
        return recorded;
    }

    /// Adds the gradient of `loss` to that of every parameter and variable it was computed from. The tape is
    /// used up: a second call needs a new forward pass.
    ///
    /// @throws IllegalArgumentException if `loss` is no scalar or was not computed from anything that needs
    ///     a gradient in this workspace
    /// @throws IllegalStateException if a gradient would be lost: it would reach the result of an op that another
    ///     workspace recorded, or that an earlier backward pass has used up
    public void backward(Tensor loss) {
        check(loss);
        var gradients = new Gradients(this);
        gradients.into(loss, one -> one.buffer().write(0, new float[] {1}, 0, 1));
        for (int i = tape.size() - 1; i >= 0; i--) {
            Step step = tape.get(i);
            Tensor gradOutput = gradients.take(step.output);
            if (gradOutput != null) {
                showGradient(step.output, gradOutput);
                retention.beforeBackward(step.output, step.rule);
                step.rule.backward(this, gradOutput, gradients);
                region.release(gradOutput.buffer());
            }
            retention.afterBackward(step.output);
        }
        forget();
    }

    /// What stands in the way of [#backward(Tensor, ExampleRows, ExampleShares)]: an op without a rule for that, or in which examples meet, or a
    /// parameter that two ops use. Empty if nothing does. Leaves the tape as it is.
    ///
    /// @param rows that the loss is a sum over
    public Optional<String> mixesExamples(Tensor loss, ExampleRows rows) {
        check(loss);
        return new ExampleBackward(this, tape).follow(loss, rows);
    }

    /// As [#backward(Tensor)], but each example's gradient is multiplied by a factor of its own, which the norms of all decide. Computed without
    /// the gradient of any example. Observers see no gradients.
    ///
    /// @param rows that the loss is a sum over, and whose examples' they are
    /// @return the norm of each example's gradient, before the factor, over all parameters and variables together
    /// @throws IllegalArgumentException as [#backward(Tensor)], or naming what [#mixesExamples] says
    public double[] backward(Tensor loss, ExampleRows rows, ExampleShares shares) {
        check(loss);
        var pass = new ExampleBackward(this, tape);
        pass.follow(loss, rows).ifPresent(op -> {
            throw new IllegalArgumentException("backward: gradients of single examples: not through " + op);
        });
        double[] norms = pass.run(loss, rows, shares, retention);
        forget();
        return norms;
    }

    void release(Buffer buffer) {
        region.release(buffer);
    }

    private void check(Tensor loss) {
        if (!loss.shape().equals(Shape.SCALAR)) {
            throw new IllegalArgumentException("backward: loss %s: is no scalar".formatted(loss.shape()));
        }
        if (tape.stream().noneMatch(step -> step.output == loss)) {
            throw new IllegalArgumentException("backward: loss: " + (recording
                    ? "depends on no parameter or variable recorded in workspace '%s'".formatted(name)
                            + (usedUp ? ", or an earlier backward has used up its tape" : "")
                    : "workspace '%s' records nothing; one of Workspace.recording or training does".formatted(name)));
        }
        checkNothingIsLost(loss);
    }

    private void showGradient(Tensor output, Tensor gradient) {
        String place = observer == null ? null : observed.get(output);
        if (place != null) {
            observer.gradient(place, gradient);
        }
    }

    private void forget() {
        tape.clear();
        observed.clear();
        retention.forget();
        usedUp = true;
    }

    /// Where the recorded ops first made a NaN or an infinity, for an error message: the op, and the last
    /// parameter used up to there. Empty if all is finite, and after [#backward], which leaves no outputs to look at. Walks every
    /// output that is there or can be made again; only for when something is wrong.
    public Optional<String> firstNonFinite() {
        String place = "";
        for (Step step : tape) {
            for (Tensor input : step.rule.inputs()) {
                String name = input.name();
                if (name != null) {
                    place = name;
                    if (isNonFinite(input)) {
                        return Optional.of("parameter " + name);
                    }
                }
            }
            if (isNonFinite(step.output)) {
                return Optional.of(step.rule.op() + (place.isEmpty() ? "" : " at " + place));
            }
        }
        return Optional.empty();
    }

    private boolean isNonFinite(Tensor t) {
        return retention.ask(
                t, values -> backend.reduction().firstNonFinite(values.buffer(), values.shape().size()) >= 0);
    }

    /// Gives all memory back. Using a tensor of this workspace afterwards is an `IllegalStateException`.
    @Override
    public void close() {
        forget();
        region.close();
    }

    private void checkNothingIsLost(Tensor loss) {
        Map<Tensor, String> reached = new IdentityHashMap<>();
        reached.put(loss, "loss");
        for (Step step : tape.reversed()) {
            if (reached.remove(step.output) != null) {
                for (Tensor input : step.rule.inputs()) {
                    if (input.needsGradient() && input.leafGradient() == null) {
                        reached.put(input, step.rule.op());
                    }
                }
            }
        }
        reached.forEach((tensor, op) -> {
            throw new IllegalStateException(
                    "backward: %s: input %s: was recorded in another workspace or used up by an earlier backward"
                            .formatted(op, tensor.shape()));
        });
    }

    private Tensor filled(Shape shape, float[] values) {
        Tensor t = empty(shape);
        t.buffer().write(0, values, 0, values.length);
        return t;
    }

    private Tensor leaf(Tensor t, @Nullable String name) {
        return Tensor.leaf(t.shape(), t.buffer(), new GradientSum(this, t.shape()), name);
    }

    private static void checkCount(Shape shape, int count) {
        if (count != shape.size()) {
            throw new IllegalArgumentException(
                    "tensor %s: needs %d values, got %d".formatted(shape, shape.size(), count));
        }
    }
}
