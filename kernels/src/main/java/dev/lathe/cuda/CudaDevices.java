package dev.lathe.cuda;

import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaDriver;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.launch.NvidiaModule;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.cuda.product.CublasChoice;
import dev.lathe.cuda.product.MatrixProduct;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What of CUDA this machine has, in lines for people: the driver, each device, and which cuBLAS is used and why.
public final class CudaDevices {
    private static final double GIB = 1 << 30;

    private CudaDevices() {}

    /// Never fails for want of something: what is missing is what the lines say.
    public static List<String> report() {
        if (CudaDriver.problem().isPresent()) {
            return List.of("cuda: " + CudaDriver.problem().get());
        }
        var lines = new ArrayList<String>();
        lines.add("cuda: driver%s, which supports CUDA %s".formatted(
                NvidiaModule.version().map(version -> " " + version).orElse(""), CudaDriver.version()));
        if (CudaDriver.deviceCount() == 0) {
            lines.add("cuda: the driver has no device");
        }
        for (int number = 0; number < CudaDriver.deviceCount(); number++) {
            describe(number, lines);
        }
        return lines;
    }

    private static void describe(int number, List<String> lines) {
        try (var context = new CudaContext(number);
                var memory = new CudaMemory(context, CudaMemory.Layout.SLABS)) {
            CublasChoice choice = CublasChoice.of(context, memory);
            String product = choice.product().map(MatrixProduct::description).orElse("matrix products of our own");
            choice.product().ifPresent(MatrixProduct::close);
            int capability = context.computeCapability();
            lines.add(String.format(Locale.ROOT, "%s: %s, %.1f GiB, compute capability %d.%d, %s",
                    context.name(), context.model(), context.totalMemory() / GIB, capability / 10, capability % 10,
                    product));
            choice.refusals().forEach(refusal -> lines.add("%s: %s".formatted(context.name(), refusal)));
        } catch (CudaException e) {
            lines.add("cuda:%d can't be used: %s".formatted(number, e.getMessage()));
        }
    }

    /// Where a device sits on the machine's bus, such as `0000:65:00.0`: what other programs know it by, whose numbers
    /// may be others.
    ///
    /// @param number of the device, from 0
    /// @throws CudaException if there is no driver or no such device
    public static String pciAddress(int number) {
        CudaDriver.require();
        return CudaDriver.pciAddress(number);
    }
}
