package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cuda.StandIn.Fault;
import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.product.CublasChoice;
import dev.lathe.cuda.product.CublasFiles;
import dev.lathe.cuda.product.MatrixProduct;
import dev.lathe.tensor.op.product.LinearOp;
import dev.lathe.tensor.op.product.MatMulOp;
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
            var choice = CublasChoice.search(context, memory, new CublasFiles(List.of("libnone.so.13")));
            assertTrue(choice.product().isEmpty());
            assertEquals(List.of("libnone.so.13 was not found"), choice.refusals());
        }
    }

    @Test
    void oneThatDoesNotComputeIsPassedOver() {
        StandIn standIn = StandIn.get();
        try (var context = new CudaContext(Kind.LAZY.ordinal()); var memory = StandIn.memory(context)) {
            String dead = standIn.cublas(13, Fault.DOES_NOT_START).toString();
            String unwilling = standIn.cublas(13, Fault.REFUSES).toString();
            String wrong = standIn.cublas(13, Fault.WRONG).toString();
            var choice = CublasChoice.search(
                    context, memory, new CublasFiles(List.of(dead, unwilling, wrong, cublas(11))));
            assertEquals("cuBLAS 11.0 called directly", choice.product().map(MatrixProduct::description).orElse("none"));
            choice.product().ifPresent(MatrixProduct::close);
            List<String> refusals = List.of(
                    dead + ": cuBLAS: create: failed: status 1",
                    unwilling + ": cuBLAS: matMul [16,16] x [16,16]: failed: status 15",
                    wrong + ": gets a product of 16 x 16 wrong: 13.0 for 12.0 in row 3, column 5");
            assertEquals(refusals, choice.refusals());
            long held = memory.device().bytesHeld();
            var none = CublasChoice.search(context, memory, new CublasFiles(List.of(wrong, unwilling, dead)));
            assertTrue(none.product().isEmpty());
            assertEquals(refusals.reversed(), none.refusals());
            assertEquals(held, memory.device().bytesHeld(), "workspaces are given back");
        }
    }

    @Test
    void aLibraryThatIsNoCublasIsRefused() {
        StandIn.get();
        try (var context = new CudaContext(Kind.EAGER.ordinal()); var memory = StandIn.memory(context)) {
            System.setProperty(CublasChoice.LIBRARY, "libc.so.6");
            assertEquals("cuBLAS: -Dlathe.cuda.cublas=libc.so.6: needs a name that ends in .so.13, .so.12 or .so.11",
                    assertThrows(CudaException.class, () -> CublasChoice.of(context, memory)).getMessage());
            System.setProperty(CublasChoice.LIBRARY, CublasChoice.NONE);
            assertEquals(List.of("-Dlathe.cuda.cublas=none was given"),
                    CublasChoice.of(context, memory).refusals());
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
            var choice = CublasChoice.search(context, memory, new CublasFiles(libraries));
            assertEquals(description, choice.product().map(MatrixProduct::description).orElse("none"));
            try (var backend = new CudaBackend(context, memory, standIn.images(), choice.product())) {
                for (var spec : SPECS) {
                    assertEquals("", String.join("\n", spec.run(backend)));
                }
            }
        }
    }
}
