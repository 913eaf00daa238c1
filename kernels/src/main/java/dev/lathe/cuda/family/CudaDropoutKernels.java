package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.DropoutKernels;

/// Launches `dropout.cu`: one thread for eight columns.
public final class CudaDropoutKernels implements DropoutKernels {
    /// Decisions of one block of the generator.
    private static final int DECISIONS = 8;

    private final Kernel dropout;

    public CudaDropoutKernels(KernelModule module) {
        dropout = module.kernel("dropout");
    }

    @Override
    public void dropout(
            Buffer x, DropoutDecisions dropout, Buffer examples, Buffer positions, Destination y, int rows, int cols) {
        this.dropout.launch().floats(x).struct(DropoutWords.of(dropout)).ints(examples).ints(positions)
                .into(y).value(rows).value(cols).elements(rows * Launch.blocksFor(cols, DECISIONS));
    }
}
