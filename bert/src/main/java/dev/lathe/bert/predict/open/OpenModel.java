package dev.lathe.bert.predict.open;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.BaseWeights;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.adapter.AroundProduct;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.Pass;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/// The parameters of a model that is being served, and who may use them until when.
///
/// Any number of threads may use them at once; closing waits for those, then turns further ones away.
public final class OpenModel<M> implements AutoCloseable {
    private final String name;
    private final Device device;
    private final boolean ownsDevice;
    private final Workspace parameters;
    private final M model;
    private final BertConfig config;
    private final Optional<SharedBase> base;
    private final Optional<Map<String, AroundProduct>> around;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /// @param name for error messages
    /// @param ownsDevice whether closing the model closes the device
    /// @param build makes the model in its scope
    /// @throws IOException as loading does; the device is closed then if it is owned
    /// @throws ModelMemoryError if the heap is too small for the parameters
    static <M> OpenModel<M> load(
            ModelDirectory directory, String name, Device device, boolean ownsDevice, Function<ModelScope, M> build)
            throws IOException {
        Workspace parameters = Workspace.model(name, device.backend());
        boolean loaded = false;
        try (var weights = directory.openWeights()) {
            M model = ModelMemoryError.reading(name, () -> BertWeights.buildTrained(parameters, weights, scope -> {
                M made = build.apply(scope);
                BertWeights.loadTrained(weights, scope.parameters());
                return made;
            }));
            loaded = true;
            return new OpenModel<>(
                    name, device, ownsDevice, parameters, model, directory.config().bert(), Optional.empty(), Optional.empty());
        } finally {
            if (!loaded) {
                parameters.close();
                if (ownsDevice) {
                    device.close();
                }
            }
        }
    }

    /// As above, of a model that has its base in common with others.
    ///
    /// @throws CheckpointException if it stands on another base
    static <M> OpenModel<M> load(ModelDirectory directory, SharedBase base, Function<ModelScope, M> build) throws IOException {
        base.join(directory);
        String name = directory.name();
        Workspace own = Workspace.model(name, base.device().backend());
        boolean loaded = false;
        try (var weights = directory.openWeights()) {
            BaseWeights.Built<M> built = ModelMemoryError.reading(name, () -> base.weights().build(own, weights, build::apply));
            loaded = true;
            return new OpenModel<>(
                    name, base.device(), false, own, built.model(), directory.config().bert(), Optional.of(base), built.around());
        } finally {
            if (!loaded) {
                own.close();
                base.leave();
            }
        }
    }

    private OpenModel(
            String name, Device device, boolean ownsDevice, Workspace parameters, M model, BertConfig config,
            Optional<SharedBase> base, Optional<Map<String, AroundProduct>> around) {
        this.name = name;
        this.device = device;
        this.ownsDevice = ownsDevice;
        this.parameters = parameters;
        this.model = model;
        this.config = config;
        this.base = base;
        this.around = around;
    }

    /// A use of the model in memory of its own.
    @FunctionalInterface
    public interface Use<M, R> {
        R run(Workspace ws, M model);
    }

    public String name() {
        return name;
    }

    public Device device() {
        return device;
    }

    /// The model itself, for who has [entered][#enter].
    M model() {
        return model;
    }

    BertConfig config() {
        return config;
    }

    /// The base that it has in common with others.
    Optional<SharedBase> base() {
        return base;
    }

    /// What it does around its base's products, if that is all.
    Optional<Map<String, AroundProduct>> around() {
        return around;
    }

    /// Keeps it open until [#leave], by the same thread.
    ///
    /// @return whether it still was
    boolean enter() {
        lock.readLock().lock();
        if (closed) {
            lock.readLock().unlock();
            return false;
        }
        return true;
    }

    void leave() {
        lock.readLock().unlock();
    }

    IllegalStateException closedProblem() {
        return new IllegalStateException("model '%s': used after it was closed".formatted(name));
    }

    /// @throws IllegalStateException if the model is closed
    public <R> R use(Use<M, R> use) {
        if (!enter()) {
            throw closedProblem();
        }
        try {
            Backend backend = device.backend();
            try (Pass _ = backend.openPass(); var ws = Workspace.inference("prediction of '" + name + "'", backend)) {
                return use.run(ws, model);
            }
        } finally {
            leave();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                parameters.close();
                base.ifPresent(SharedBase::leave);
                if (ownsDevice) {
                    device.close();
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
