package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.testkit.BufferConformance;
import dev.lathe.testkit.Conformance;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.OptimizerConformance;
import dev.lathe.testkit.spec.AllSpecs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        assertNone(backend -> new Conformance(named.spec, SEED).run(backend));
    }

    @Test
    void buffersKeepTheirs() {
        assertNone(BufferConformance::run);
    }

    @Test
    void theOptimisersKernelsKeepTheirs() {
        assertNone(backend -> OptimizerConformance.run(backend, SEED));
    }

    /// The devices beside one another: each has its own context.
    private static void assertNone(Function<CudaBackend, List<String>> failures) {
        assertEquals("", BACKENDS.parallelStream().flatMap(backend -> failures.apply(backend).stream()).collect(Collectors.joining("\n")));
    }
}
