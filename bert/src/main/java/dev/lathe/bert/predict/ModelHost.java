package dev.lathe.bert.predict;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.nn.ModelScope;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;

/// Where a model for users is opened: on a CPU device of its own, or on one that others share.
///
/// @param device made when the model's files have been found, so that a wrong path starts no threads
/// @param owned whether closing the model closes the device
public record ModelHost(Supplier<Device> device, boolean owned) {
    public static ModelHost ownCpu() {
        return new ModelHost(Device::cpu, true);
    }

    static ModelHost shared(Device device) {
        return new ModelHost(() -> device, false);
    }

    public <M> OpenModel<M> open(ModelDirectory directory, Function<ModelScope, M> build) throws IOException {
        return OpenModel.load(
                directory, directory.name(), device.get(), owned, build);
    }
}
