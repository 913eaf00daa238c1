package dev.lathe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.testkit.spec.AllSpecs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every spec on the CPU: with one thread and two, in the fastest form and in plain Java.
class CpuConformanceTest {
    private static final List<CpuBackend> BACKENDS =
            List.of(new CpuBackend(1), new CpuBackend(2), CpuBackend.plain(2));

    @AfterAll
    static void closeBackends() {
        BACKENDS.forEach(CpuBackend::close);
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
        for (long seed : seeds()) {
            var conformance = new Conformance(named.spec, seed);
            var failures = new ArrayList<String>();
            for (var backend : BACKENDS) {
                failures.addAll(conformance.run(backend));
            }
            assertEquals("", String.join("\n", failures));
        }
    }

    private static long[] seeds() {
        Long given = Long.getLong("test.seed");
        return given == null ? new long[] {42, 43} : new long[] {given};
    }
}
