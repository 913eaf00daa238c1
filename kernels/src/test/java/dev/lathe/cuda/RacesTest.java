package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.launch.KernelImages;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.testkit.Conformance;
import dev.lathe.testkit.OptimizerConformance;
import dev.lathe.testkit.spec.AllSpecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No kernel has a race: two threads that touch the same memory, one of them writing, and nothing in between.
class RacesTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final int COUNT = 64;
    private static final List<Kind> DEVICES = List.of(Kind.EAGER, Kind.LAZY);

    @ParameterizedTest
    @ValueSource(strings = {"missingBarrier", "shuffleForBarrier", "sharedElement"})
    void racesAreFound(String kernel) {
        assertEquals("cuda:0: read of 64 elements: failed: 719 CUDA_ERROR_LAUNCH_FAILED; "
                + "the only kernel since the last wait is " + kernel, assertThrows(CudaException.class, () -> run(kernel)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"withBarrier", "warpBarrier", "sharedMinimum"})
    void whatIsOrderedIsNone(String kernel) {
        run(kernel);
    }

    /// Half of them on a device, half on another beside it, each with an image of its own.
    @Test
    void theSpecsMeetNone() {
        KernelImages watching = StandIn.get().imagesThatWatch();
        List<String> failures = IntStream.range(0, DEVICES.size()).parallel()
                .mapToObj(half -> failures(watching, DEVICES.get(half), half)).flatMap(List::stream).toList();
        assertEquals(List.of(), failures);
    }

    /// @param half the first spec; of those behind it every second is left to the other
    private static List<String> failures(KernelImages watching, Kind device, int half) {
        var context = new CudaContext(device.ordinal());
        var failures = new ArrayList<String>();
        try (var backend = new CudaBackend(context, StandIn.memory(context), watching, Optional.empty())) {
            var specs = AllSpecs.list();
            for (int i = half; i < specs.size(); i += DEVICES.size()) {
                failures.addAll(new Conformance(specs.get(i), SEED).run(backend));
            }
            if (half == 0) {
                failures.addAll(OptimizerConformance.run(backend, SEED));
            }
        }
        return failures;
    }

    private static void run(String kernel) {
        byte[] image = StandIn.get().compileWatching("faults.cu");
        try (var context = new CudaContext(Kind.EAGER.ordinal());
                var memory = StandIn.memory(context);
                var module = new KernelModule("faults", context, (family, computeCapability) -> image);
                var region = memory.open("test", Lifetime.STEP)) {
            var x = region.allocate(DType.F32, COUNT);
            x.write(0, new float[COUNT], 0, COUNT);
            var y = region.allocate(DType.F32, COUNT);
            y.write(0, new float[COUNT], 0, COUNT);
            Launch launch = module.kernel(kernel).launch();
            if (kernel.startsWith("shared")) {
                launch.floats(y).blocks(3, 1, 1, COUNT, 0);
            } else {
                launch.floats(x).floats(y).oneBlock(COUNT);
            }
            y.read(0, new float[COUNT], 0, COUNT);
        }
    }
}
