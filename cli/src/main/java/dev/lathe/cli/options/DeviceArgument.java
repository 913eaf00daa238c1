package dev.lathe.cli.options;

import dev.lathe.Device;
import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.cuda.Cuda;
import dev.lathe.cuda.driver.CudaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `--device` and `--threads` options of every command that computes.
@OptionGroup(OptionGroup.COMPUTING)
public final class DeviceArgument {
    private static final String AUTO = "auto";
    private static final String CUDA = "cuda";
    private static final String NO_GPU = "computing on the CPU, for the GPU can't be used: ";
    private static final long SHORT_BYTES = 4096;

    @Option(names = "--device", paramLabel = "auto|cpu|cuda|cuda:N", defaultValue = AUTO,
            description = "What to compute on; default auto: an NVIDIA GPU where one can be used and the work is worth "
                    + "starting it, else the CPU.")
    private String device = AUTO;

    @Option(names = "--threads", paramLabel = "N",
            description = "Threads of the CPU to compute on; default all processors. The results are the same for any number.")
    private Optional<Integer> threads = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The device for work of any length, to be closed. Says so where auto finds a GPU, or finds one that can't be used.
    ///
    /// @throws ParameterException when the options name none
    /// @throws CudaException when the GPU that was asked for can't be used
    public Device open(Surroundings surroundings) {
        return open(surroundings, false);
    }

    /// The device, to be closed. Auto asks for no GPU where the work is short.
    ///
    /// @param isShort whether a GPU would take longer to start than the CPU to finish
    /// @throws ParameterException when the options name none
    /// @throws CudaException when the GPU that was asked for can't be used
    public Device open(Surroundings surroundings, boolean isShort) {
        if (!device.matches("auto|cpu|cuda(:\\d{1,3})?")) {
            throw new ParameterException(
                    spec.commandLine(), "--device " + device + ": is none of auto, cpu, cuda, cuda:N");
        }
        int count = threads.orElse(Runtime.getRuntime().availableProcessors());
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--threads " + count + ": must be at least 1");
        }
        if (device.startsWith(CUDA)) {
            return Cuda.device(number());
        }
        return device.equals(AUTO) && !isShort ? automatic(count, surroundings) : Device.cpu(count);
    }

    /// Whether what a file holds is short work: up to 4 KiB, about a thousand tokens. A pipe may hold anything.
    public static boolean isShort(Path input) {
        try {
            return Files.isRegularFile(input) && Files.size(input) <= SHORT_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private int number() {
        return device.equals(CUDA) ? 0 : Integer.parseInt(device.substring(CUDA.length() + 1));
    }

    /// A GPU that does not work is no reason to fail: auto asks for whatever does.
    private static Device automatic(int threads, Surroundings surroundings) {
        try {
            if (Cuda.isInstalled()) {
                Device gpu = Cuda.device(0);
                surroundings.say("computing on " + gpu);
                return gpu;
            }
        } catch (CudaException e) {
            surroundings.say(NO_GPU + e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            // Not one of ours: its kind says more than its message.
            surroundings.say(NO_GPU + e);
        }
        return Device.cpu(threads);
    }
}
