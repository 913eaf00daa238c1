package dev.lathe.cuda.launch;

import static jcuda.driver.JCudaDriver.cuLaunchKernel;

import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.memory.CudaBuffer;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import java.util.ArrayList;
import java.util.List;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUresult;

/// One launch of a kernel: its arguments, then how many threads run it.
///
/// Returns as soon as the driver has copied the arguments; the kernel runs when its turn in the stream comes.
public final class Launch {
    /// Threads of a block where nothing else is said.
    private static final int THREADS = 128;
    public static final int WARP_SIZE = 32;

    private final Kernel kernel;
    private final List<Pointer> arguments = new ArrayList<>();

    Launch(Kernel kernel) {
        this.kernel = kernel;
    }

    public Launch floats(Buffer buffer) {
        return buffer(CudaBuffer.of(buffer, DType.F32), 0);
    }

    /// Floats of a buffer from `first` on.
    public Launch floats(Buffer buffer, int first) {
        return buffer(CudaBuffer.of(buffer, DType.F32), first);
    }

    public Launch ints(Buffer buffer) {
        return buffer(CudaBuffer.of(buffer, DType.I32), 0);
    }

    /// Doubles of a buffer from `first` on.
    public Launch doubles(Buffer buffer, int first) {
        return buffer(CudaBuffer.of(buffer, DType.F64), first);
    }

    /// A list of ints in a buffer of several.
    ///
    /// @param first element of the list
    public Launch list(Buffer buffer, int first) {
        return buffer(CudaBuffer.of(buffer, DType.I32), first);
    }

    /// Two arguments: where the result goes, and whether it is added.
    public Launch into(Destination destination) {
        return floats(destination.buffer()).flag(destination.add());
    }

    Launch address(long address) {
        arguments.add(Pointer.to(new long[] {address}));
        return this;
    }

    public Launch value(int value) {
        arguments.add(Pointer.to(new int[] {value}));
        return this;
    }

    public Launch value(float value) {
        arguments.add(Pointer.to(new float[] {value}));
        return this;
    }

    public Launch value(double value) {
        arguments.add(Pointer.to(new double[] {value}));
        return this;
    }

    /// 1 for true.
    public Launch flag(boolean value) {
        return value(value ? 1 : 0);
    }

    /// A struct of 32-bit members.
    public Launch struct(int... words) {
        arguments.add(Pointer.to(words));
        return this;
    }

    /// One thread for each of `count` elements; nothing at all for none.
    public void elements(int count) {
        blocks(blocksFor(count, THREADS), 1, 1, THREADS, 0);
    }

    /// One warp for each of `rows` rows.
    public void warps(int rows) {
        blocks(blocksFor(rows, THREADS / WARP_SIZE), 1, 1, THREADS, 0);
    }

    /// One block.
    public void oneBlock(int threads) {
        blocks(1, 1, 1, threads, 0);
    }

    /// A grid of blocks; nothing at all if it is empty.
    ///
    /// @param threads of a block, a multiple of 32
    /// @param sharedBytes of a block, besides what the kernel declares
    /// @throws CudaException if the launch fails, or a kernel before it did
    public void blocks(int x, int y, int z, int threads, int sharedBytes) {
        if (x == 0 || y == 0 || z == 0) {
            return;
        }
        CudaContext context = kernel.context();
        context.enter();
        long before = context.launching(kernel.name());
        int result = cuLaunchKernel(
                kernel.function(), x, y, z, threads, 1, 1, sharedBytes, context.stream(),
                Pointer.to(arguments.toArray(NativePointerObject[]::new)), null);
        if (result != CUresult.CUDA_SUCCESS) {
            context.notLaunched(kernel.name(), before);
            context.check("launch of " + described(x, y, z, threads), result);
        }
        context.launched(kernel.name(), () -> described(x, y, z, threads));
    }

    public static int blocksFor(int count, int each) {
        return (int) (((long) count + each - 1) / each);
    }

    /// Threads of a block that together pass over `count` elements: more for many.
    public static int threadsFor(int count) {
        return count <= 4 * WARP_SIZE ? WARP_SIZE : count <= 4096 ? THREADS : 2 * THREADS;
    }

    private Launch buffer(CudaBuffer buffer, int first) {
        CudaContext home = buffer.copies().context();
        if (home != kernel.context()) {
            throw new IllegalArgumentException("%s: buffer of %s: used on %s".formatted(
                    kernel.name(), home.name(), kernel.context().name()));
        }
        return address(buffer.address() + (long) first * buffer.dtype().bytes());
    }

    private String described(int x, int y, int z, int threads) {
        String grid = y == 1 && z == 1 ? "" + x : x + " x " + y + " x " + z;
        return "%s (grid %s, block %d)".formatted(kernel.name(), grid, threads);
    }
}
