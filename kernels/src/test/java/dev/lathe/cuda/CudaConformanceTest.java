package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.testkit.BufferConformance;
import dev.lathe.testkit.Conformance;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.OptimizerConformance;
import dev.lathe.testkit.spec.AllSpecs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every spec on every device of the stand-in.
class CudaConformanceTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final List<CudaBackend> BACKENDS = new ArrayList<>();

    @BeforeAll
    static void openBackends() {
        for (var kind : StandIn.Kind.computing()) {
            BACKENDS.add(StandIn.backend(kind));
        }
    }

    @AfterAll
    static void closeBackends() {
        BACKENDS.forEach(CudaBackend::close);
    }

    /// A spec with the name that its test is shown by.
    record Named(OpSpec spec) {
        @Override
        public String toString() {
            return spec.name();
        }
    }

    static Stream<Named> specs() {
        return AllSpecs.list().stream().map(Named::new);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void keepsItsPromises(Named named) {
        var conformance = new Conformance(named.spec, SEED);
        var failures = new ArrayList<String>();
        for (var backend : BACKENDS) {
            failures.addAll(conformance.run(backend));
        }
        assertEquals("", String.join("\n", failures));
    }

    @Test
    void buffersKeepTheirs() {
        var failures = new ArrayList<String>();
        for (var backend : BACKENDS) {
            failures.addAll(BufferConformance.run(backend));
        }
        assertEquals("", String.join("\n", failures));
    }

    @Test
    void theOptimisersKernelsKeepTheirs() {
        var failures = new ArrayList<String>();
        for (var backend : BACKENDS) {
            failures.addAll(OptimizerConformance.run(backend, SEED));
        }
        assertEquals("", String.join("\n", failures));
    }
}
