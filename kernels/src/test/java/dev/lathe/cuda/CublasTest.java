package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.tensor.op.LinearOp;
import dev.lathe.tensor.op.MatMulOp;
import dev.lathe.testkit.Conformance;
import dev.lathe.testkit.spec.AllSpecs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Matrix products through cuBLAS, each way that it can be called.
class CublasTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final List<Conformance> SPECS = AllSpecs.list().stream()
            .filter(spec -> Set.of(MatMulOp.class, LinearOp.class).contains(spec.op()))
            .map(spec -> new Conformance(spec, SEED)).toList();

    @Test
    void version12IsCalledThroughJCublas() {
        keepsTheSpecs("cuBLAS 12.0 through JCublas", List.of(cublas(13), cublas(12)));
    }

    @Test
    void version13IsCalledDirectly() {
        keepsTheSpecs("cuBLAS 13.0 called directly", List.of("libcublas-is-not-here.so.12", cublas(13), cublas(11)));
    }

    @Test
    void version11IsCalledDirectly() {
        keepsTheSpecs("cuBLAS 11.0 called directly", List.of(cublas(11)));
    }

    @Test
    void withoutAnyItSaysWhatWasTried() {
        StandIn.get();
        try (var context = new CudaContext(Kind.EAGER.ordinal()); var memory = StandIn.memory(context)) {
            var choice = CublasChoice.search(context, memory.device(), new CublasFiles(List.of("libnone.so.13")));
            assertTrue(choice.product().isEmpty());
            assertEquals(List.of("libnone.so.13 was not found"), choice.refusals());
        }
    }

    @Test
    void aLibraryThatIsNoCublasIsRefused() {
        StandIn.get();
        try (var context = new CudaContext(Kind.EAGER.ordinal()); var memory = StandIn.memory(context)) {
            System.setProperty(CublasChoice.LIBRARY, "libc.so.6");
            assertEquals("cuBLAS: -Dlathe.cuda.cublas=libc.so.6: needs a name that ends in .so.13, .so.12 or .so.11",
                    assertThrows(CudaException.class, () -> CublasChoice.of(context, memory.device())).getMessage());
            System.setProperty(CublasChoice.LIBRARY, CublasChoice.NONE);
            assertEquals(List.of("-Dlathe.cuda.cublas=none was given"),
                    CublasChoice.of(context, memory.device()).refusals());
        } finally {
            System.clearProperty(CublasChoice.LIBRARY);
        }
    }

    private static String cublas(int version) {
        return StandIn.get().cublas(version).toString();
    }

    private static void keepsTheSpecs(String description, List<String> libraries) {
        StandIn standIn = StandIn.get();
        for (Kind kind : List.of(Kind.LAZY, Kind.GUARD)) {
            var context = new CudaContext(kind.ordinal());
            var memory = StandIn.memory(context);
            var choice = CublasChoice.search(context, memory.device(), new CublasFiles(libraries));
            assertEquals(description, choice.product().map(MatrixProduct::description).orElse("none"));
            try (var backend = new CudaBackend(context, memory, standIn.images(), choice.product())) {
                for (var spec : SPECS) {
                    assertEquals("", String.join("\n", spec.run(backend)));
                }
            }
        }
    }
}
