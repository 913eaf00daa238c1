package dev.lathe.cuda;

import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.cuda.driver.Check;
import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.driver.RawPointers;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.memory.CudaBuffer;
import dev.lathe.cuda.memory.CudaRegion;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lifetime;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the stand-in is for: it shows faults that a GPU may hide.
class StandInFaultsTest {
    private static final int COUNT = 64;

    @Test
    void aMissingBarrierShowsInOneOrderOfTheThreads() {
        for (Kind kind : Kind.computing()) {
            assertArrayEquals(rotated(), rotatedBy("withBarrier", kind), "with a barrier, on " + kind);
        }
        assertFalse(Arrays.equals(rotated(), rotatedBy("missingBarrier", Kind.EAGER)));
    }

    @Test
    void anAccessOutOfBoundsFailsOnTheGuardingDevice() {
        on(Kind.GUARD, bench -> {
            var y = bench.region.allocate(DType.F32, COUNT);
            bench.module.kernel("outOfBounds").launch().floats(y).value(COUNT).elements(COUNT + 1);
            assertEquals("cuda:3: read of 64 elements: failed: 700 CUDA_ERROR_ILLEGAL_ADDRESS; "
                    + "the only kernel since the last wait is outOfBounds", failureOfReading(y));
            return null;
        });
    }

    @Test
    void aReadOfWhatNobodyWroteGivesNaN() {
        on(Kind.EAGER, bench -> {
            var x = bench.region.allocate(DType.F32, COUNT);
            x.write(0, numbers(), 0, COUNT);
            var y = bench.region.allocate(DType.F32, COUNT);
            bench.module.kernel("uninitialised").launch().floats(x).floats(y).value(COUNT).elements(COUNT);
            var got = new float[COUNT];
            y.read(0, got, 0, COUNT);
            for (float v : got) {
                assertTrue(Float.isNaN(v));
            }
            return null;
        });
    }

    @Test
    void aLaneThatLeavesTheOthersWaitingIsADeadlock() {
        on(Kind.EAGER, bench -> {
            var y = bench.region.allocate(DType.F32, COUNT);
            bench.module.kernel("divergentWarp").launch().floats(y).oneBlock(COUNT);
            assertEquals("cuda:0: read of 64 elements: failed: 719 CUDA_ERROR_LAUNCH_FAILED; "
                    + "the only kernel since the last wait is divergentWarp", failureOfReading(y));
            return null;
        });
    }

    @Test
    void aFailureThatShowsLateNamesAllThatMayBeGuilty() {
        for (Kind kind : List.of(Kind.LAZY, Kind.EAGER)) {
            on(kind, bench -> {
                var x = bench.region.allocate(DType.F32, COUNT);
                var y = bench.region.allocate(DType.F32, COUNT);
                bench.module.kernel("missingBarrier").launch().floats(x).floats(y).oneBlock(COUNT);
                y.read(0, new float[COUNT], 0, COUNT);
                bench.module.kernel("withBarrier").launch().floats(x).floats(y).oneBlock(COUNT);
                bench.module.kernel("divergentWarp").launch().floats(y).oneBlock(COUNT);
                String suspects = ": failed: 719 CUDA_ERROR_LAUNCH_FAILED; the kernels since the last wait "
                        + "are divergentWarp, withBarrier: -Dlathe.cuda.check=true finds out which of them failed";
                if (kind == Kind.EAGER) {
                    var innocent = bench.module.kernel("uninitialised").launch().floats(x).floats(y).value(COUNT);
                    assertEquals("cuda:0: launch of uninitialised (grid 1, block 128)" + suspects,
                            assertThrows(CudaException.class, () -> innocent.elements(COUNT)).getMessage());
                } else {
                    assertEquals("cuda:1: read of 64 elements" + suspects, failureOfReading(y));
                }
                return null;
            });
        }
    }

    @Test
    void onRequestAFailureIsThatOfItsKernel() {
        System.setProperty(Launches.CHECK, "true");
        try {
            on(Kind.LAZY, bench -> {
                var x = bench.region.allocate(DType.F32, COUNT);
                var y = bench.region.allocate(DType.F32, COUNT);
                bench.module.kernel("withBarrier").launch().floats(x).floats(y).oneBlock(COUNT);
                var launch = bench.module.kernel("divergentWarp").launch().floats(y);
                assertEquals("cuda:1: divergentWarp (grid 1, block 64): failed: 719 CUDA_ERROR_LAUNCH_FAILED; "
                                + "the only kernel since the last wait is divergentWarp",
                        assertThrows(CudaException.class, () -> launch.oneBlock(COUNT)).getMessage());
                return null;
            });
        } finally {
            System.clearProperty(Launches.CHECK);
        }
    }

    @Test
    void ofManyKernelsTheLatestAreNamed() {
        var launches = new Launches();
        for (int i = 1; i <= 10; i++) {
            launches.count("kernel" + i);
        }
        launches.count("kernel2");
        launches.soundUpTo(1);
        assertEquals("; the kernels since the last wait are kernel2, kernel10, kernel9, kernel8, kernel7, kernel6, kernel5, "
                + "kernel4 and 1 more: -Dlathe.cuda.check=true finds out which of them failed", launches.blame(700));
        assertEquals("", launches.blame(2), "no room is nobody's fault");
        launches.soundUpTo(launches.soFar());
        assertEquals("", launches.blame(700));
    }

    private static String failureOfReading(CudaBuffer y) {
        return assertThrows(CudaException.class, () -> y.read(0, new float[COUNT], 0, COUNT)).getMessage();
    }

    @Test
    void aHostBufferThatIsReusedTooEarlyShowsOnTheLazyDevice() {
        assertEquals(1, seenByDevice(Kind.EAGER));
        assertEquals(2, seenByDevice(Kind.LAZY));
    }

    /// The value that arrives when the host writes 1, starts the copy and writes 2.
    private static float seenByDevice(Kind kind) {
        return on(kind, bench -> {
            var target = bench.region.allocate(DType.F32, 1);
            var pinned = new Pointer();
            Check.done("host memory", cuMemAllocHost(pinned, Float.BYTES));
            var values = pinned.getByteBuffer(0, Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
            values.put(0, 1);
            Check.done("copy", cuMemcpyHtoDAsync(
                    RawPointers.of(target.address()), pinned, Float.BYTES, bench.context.stream()));
            values.put(0, 2);
            var got = new float[1];
            target.read(0, got, 0, 1);
            Check.done("host memory", cuMemFreeHost(pinned));
            return got[0];
        });
    }

    private static float[] rotatedBy(String kernel, Kind kind) {
        return on(kind, bench -> {
            var x = bench.region.allocate(DType.F32, COUNT);
            x.write(0, numbers(), 0, COUNT);
            var y = bench.region.allocate(DType.F32, COUNT);
            bench.module.kernel(kernel).launch().floats(x).floats(y).oneBlock(COUNT);
            var got = new float[COUNT];
            y.read(0, got, 0, COUNT);
            return got;
        });
    }

    private static float[] numbers() {
        var numbers = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            numbers[i] = i + 1;
        }
        return numbers;
    }

    private static float[] rotated() {
        var rotated = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            rotated[i] = (i + 1) % COUNT + 1;
        }
        return rotated;
    }

    /// A device with the faulty kernels. Closing the context forgets what failed in it.
    private record Bench(CudaContext context, CudaRegion region, KernelModule module) {}

    private static <T extends @Nullable Object> T on(Kind kind, Function<Bench, T> test) {
        byte[] image = StandIn.get().compile("faults.cu");
        try (var context = new CudaContext(kind.ordinal())) {
            var memory = StandIn.memory(context);
            try (var module = new KernelModule("faults", context, (family, computeCapability) -> image)) {
                return test.apply(new Bench(context, memory.open("test", Lifetime.STEP), module));
            }
        }
    }
}
