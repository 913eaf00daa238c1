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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No kernel has a race: two threads that touch the same memory, one of them writing, and nothing in between.
class RacesTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final int COUNT = 64;

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

    @Test
    void theSpecsMeetNone() {
        KernelImages watching = StandIn.get().imagesThatWatch();
        var context = new CudaContext(Kind.EAGER.ordinal());
        var failures = new ArrayList<String>();
        try (var backend = new CudaBackend(context, StandIn.memory(context), watching, Optional.empty())) {
            for (var spec : AllSpecs.list()) {
                failures.addAll(new Conformance(spec, SEED).run(backend));
            }
            failures.addAll(OptimizerConformance.run(backend, SEED));
        }
        assertEquals(List.of(), failures);
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
