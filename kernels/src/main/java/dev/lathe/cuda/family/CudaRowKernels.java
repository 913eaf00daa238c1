package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.cuda.memory.CudaBuffer;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.RowKernels;

/// Launches `rows.cu`.
public final class CudaRowKernels implements RowKernels {
    private final CudaMemory memory;
    private final Kernel gather;
    private final Kernel gatherGradParts;
    private final Kernel gatherGradTable;
    private final Kernel firstOutside;

    public CudaRowKernels(KernelModule module, CudaMemory memory) {
        this.memory = memory;
        gather = module.kernel("gather");
        gatherGradParts = module.kernel("gatherGradParts");
        gatherGradTable = module.kernel("gatherGradTable");
        firstOutside = module.kernel("firstOutside");
    }

    @Override
    public void gather(Buffer table, Buffer indices, Buffer y, int count, int cols) {
        gather.launch().floats(table).ints(indices).floats(y).value(cols).value(count * cols).elements(count * cols);
    }

    @Override
    public void gatherGradTable(
            Buffer gradY, int[] indices, Destination gradTable, int tableRows, int cols) {
        var table = CudaBuffer.of(gradTable.buffer(), DType.F32);
        if (!gradTable.add()) {
            memory.copies().fill(table.address(), 0, (long) tableRows * cols);
        }
        if (indices.length == 0) {
            return;
        }
        var segments = RowSegments.of(indices);
        try (var scratch = memory.scratch("gatherGradTable")) {
            var lists = scratch.allocate(DType.I32, segments.words().length);
            lists.write(0, segments.words(), 0, segments.words().length);
            var partials = scratch.allocate(DType.F32, segments.furtherParts() * cols);
            gatherGradParts.launch().floats(gradY).list(lists, 0).list(lists, segments.from())
                    .list(lists, segments.targets()).list(lists, segments.slots()).floats(partials).floats(table)
                    .value(cols).blocks(segments.parts(), 1, 1, Launch.threadsFor(cols), 0);
            gatherGradTable.launch().floats(partials).list(lists, segments.joinFrom())
                    .list(lists, segments.joinTargets()).floats(table).value(cols)
                    .blocks(segments.joins(), 1, 1, Launch.threadsFor(cols), 0);
        }
    }

    @Override
    public int firstOutside(Buffer indices, int count, int limit) {
        return FirstPosition.find(memory, first ->
                firstOutside.launch().ints(indices).ints(first).value(count).value(limit).elements(count));
    }
}
