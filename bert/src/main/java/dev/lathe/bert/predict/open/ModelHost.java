package dev.lathe.bert.predict.open;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.nn.ModelScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Where a model for users is opened: on a CPU device of its own, on one that others share, or on a base that others share.
///
/// @param device made when the model's files have been found, so that a wrong path starts no threads
/// @param owned whether closing the model closes the device
/// @param base whose weights and batches the model has in common with others
public record ModelHost(Supplier<Device> device, boolean owned, Optional<SharedBase> base) {
    public static ModelHost ownCpu() {
        return new ModelHost(Device::cpu, true, Optional.empty());
    }

    public static ModelHost shared(Device device) {
        return new ModelHost(() -> device, false, Optional.empty());
    }

    public static ModelHost on(SharedBase base) {
        return new ModelHost(base::device, false, Optional.of(base));
    }

    /// Makes something of a model's directory.
    @FunctionalInterface
    public interface Loader<P> {
        P load(ModelDirectory directory) throws IOException;
    }

    /// Loads from a path, which every failure names: messages about weights have the file's own name only.
    ///
    /// @throws CheckpointException if the directory does not hold what is asked of it
    public static <P> P loading(Path directory, Loader<P> loader) throws IOException {
        try {
            return loader.load(ModelDirectory.open(directory));
        } catch (CheckpointException e) {
            throw e.file().startsWith(directory.toString())
                    ? e : new CheckpointException(directory.toString(), e.getMessage(), e);
        }
    }

    public <M> OpenModel<M> open(ModelDirectory directory, Function<ModelScope, M> build) throws IOException {
        return base.isPresent() ? OpenModel.load(directory, base.get(), build) : OpenModel.load(
                directory, directory.name(), device.get(), owned, build);
    }
}
