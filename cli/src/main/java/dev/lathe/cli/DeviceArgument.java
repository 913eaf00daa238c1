package dev.lathe.cli;

import dev.lathe.Device;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The `--device` and `--threads` options of every command that computes.
final class DeviceArgument {
    @Option(names = "--device", paramLabel = "auto|cpu|cuda|cuda:N", defaultValue = "auto",
            description = "What to compute on; default auto, which is the CPU in this version.")
    private String device = "auto";

    @Option(names = "--threads", paramLabel = "N",
            description = "Threads to compute on; default all processors. The results are the same for any number.")
    private Optional<Integer> threads = Optional.empty();

    /// The device, to be closed.
    ///
    /// @throws CommandFailure when there is no such device
    Device open() {
        if (device.matches("cuda(:\\d+)?")) {
            throw new CommandFailure("--device " + device + ": this version computes on the CPU only");
        }
        if (!device.matches("auto|cpu")) {
            throw new CommandFailure("--device " + device + ": is none of auto, cpu, cuda, cuda:N");
        }
        int count = threads.orElse(Runtime.getRuntime().availableProcessors());
        if (count < 1) {
            throw new CommandFailure("--threads " + count + ": must be at least 1");
        }
        return Device.cpu(count);
    }
}
