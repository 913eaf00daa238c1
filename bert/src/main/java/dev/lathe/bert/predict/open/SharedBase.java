package dev.lathe.bert.predict.open;

import dev.lathe.Device;
import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.calls.CallQueue;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.AdapterDirectory;
import dev.lathe.bert.directory.BaseWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A base that several models stand on: itself, and adapters for it. Its weights are in memory once, and texts that want different adapters are
/// read in one batch.
///
///     try (var base = SharedBase.of(Path.of("bert-base-cased"), device);
///             var reviews = TextClassifier.load(ModelDirectory.open(basePath, Path.of("reviews-adapter")), base);
///             var topics = TextClassifier.load(ModelDirectory.open(basePath, Path.of("topics-adapter")), base)) {
///         var one = reviews.submit("The soup was cold.");
///         var other = topics.submit("Where is my card?");
///     }
///
/// An answer's bits are those that the model gives alone. Classifiers, taggers and embedders with LoRA, AdaLoRA or IA3, and those without an
/// adapter, are read in one batch; other methods and other heads have the weights in common, and batches of their own. Its memory is given back
/// when it and all models on it are closed.
public final class SharedBase implements AutoCloseable {
    private final Path folder;
    private final String name;
    private final Device device;
    private final CallOptions options;
    private final Runnable abandoned;
    private final BaseWeights weights;
    private final MixedBatches batches;
    private final CallQueue<Asked, Values> queue;
    /// Models, and this itself.
    private int users = 1;
    private boolean closed;

    /// What one input asks of a model.
    record Asked(BaseQueue<?> model, List<TokenSequence> sequences) {}

    /// What came of an input: the values of each sequence, or the reason why there are none.
    record Values(List<float[]> values, @Nullable RuntimeException failure) {
        List<float[]> orThrow() {
            if (failure != null) {
                throw failure;
            }
            return values;
        }
    }

    private SharedBase(Path folder, Device device, CallOptions options, Runnable abandoned) {
        this.abandoned = abandoned;
        this.folder = folder;
        this.options = options;
        this.name = String.valueOf(folder.getFileName());
        this.device = device;
        weights = new BaseWeights(Workspace.model(name, device.backend()));
        batches = new MixedBatches(name, device, weights);
        queue = new CallQueue<>(
                new CallQueue.Work<>(asked -> Reading.tokens(asked.sequences()), batches::values), PackedBatches.TOKENS,
                task -> Thread.ofPlatform().daemon().name("lathe-calls").start(task), this::closedProblem, options);
    }

    /// A base whose weights are read when models need them.
    ///
    /// @param base a model's directory
    /// @param device that others may share; it stays open when the base closes
    /// @throws IOException if there is no such directory
    public static SharedBase of(Path base, Device device) throws IOException {
        return of(base, device, CallOptions.USUAL, () -> {});
    }

    /// As above.
    ///
    /// @param options how calls are worked off, and who hears of batches
    /// @param abandoned called when the last model that stands on it has closed, and it has not
    public static SharedBase of(Path base, Device device, CallOptions options, Runnable abandoned) throws IOException {
        return new SharedBase(ModelDirectory.encoderOf(base).toRealPath(), device, options, abandoned);
    }

    /// Where the weights of a model's base are.
    public static Path folderOf(ModelDirectory directory) throws IOException {
        return directory.adapter().map(AdapterDirectory::base).orElse(directory.encoder()).toRealPath();
    }

    Device device() {
        return device;
    }

    CallOptions options() {
        return options;
    }

    BaseWeights weights() {
        return weights;
    }

    /// One more model stands on it, until [#leave].
    ///
    /// @throws CheckpointException if the model stands on another base
    synchronized void join(ModelDirectory directory) throws IOException {
        Path of = folderOf(directory);
        if (!of.equals(folder)) {
            throw new CheckpointException(directory.path().toString(), "stands on %s, not on %s".formatted(of, folder));
        }
        if (closed) {
            throw closedProblem();
        }
        users++;
    }

    void leave() {
        boolean alone;
        synchronized (this) {
            users--;
            if (users == 0) {
                queue.close();
                weights.close();
            }
            alone = isAbandoned();
        }
        if (alone) {
            abandoned.run();
        }
    }

    /// Whether no model stands on it, though it is open for some.
    public synchronized boolean isAbandoned() {
        return users == 1 && !closed;
    }

    List<Values> values(List<Asked> asked) {
        return batches.values(asked);
    }

    <R> CompletableFuture<R> submit(Asked asked, Function<Values, R> result) {
        return queue.submit(asked, result);
    }

    private IllegalStateException closedProblem() {
        return new IllegalStateException("base '%s': used after it was closed".formatted(name));
    }

    /// Takes no further models; those that are open go on.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        leave();
    }
}
