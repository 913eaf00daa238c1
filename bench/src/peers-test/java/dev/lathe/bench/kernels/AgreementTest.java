package dev.lathe.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bench.kernels.Product.Form;
import dev.lathe.bench.kernels.Product.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementTest {

    @ParameterizedTest
    @EnumSource
    void allEnginesMultiplyAlike(Form form) {
        assertAlike(new Product("odd", form, Weights.NEW_EACH_TIME, 1, 33, 17, 129), 4);
        assertAlike(new Product("odd", form, Weights.NEW_EACH_TIME, 5, 33, 17, 19), 2);
    }

    @Test
    void keptWeightsGiveTheSame() {
        assertAlike(new Product("odd", Form.FORWARD, Weights.KEPT, 1, 3, 67, 129), 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void allWaysOfAttentionAgree(int sequences) {
        assertAlike(new AttentionForward("odd", sequences, 19, 2, 24), 5);
    }

    private static void assertAlike(Workload workload, int engines) {
        List<KernelCall> calls = workload.open(2);
        try {
            assertEquals(engines, calls.size());
            assertTrue(workload.compare(calls) >= 0);
        } finally {
            calls.forEach(KernelCall::close);
        }
    }

    @Test
    void otherWorkIsRefused() {
        List<KernelCall> calls = List.of(new Fixed("lathe", 1, 2), new Fixed("peer", 1, 2.5f));
        var refusal = assertThrows(ArithmeticException.class, () -> Agreement.largestDifference("sums", calls, 0.1));
        assertEquals("sums: element 1 is 2.0 from lathe, 2.5 from peer: not the same work", refusal.getMessage());
        assertEquals(0.5, Agreement.largestDifference("sums", calls, 0.5));
    }

    private record Fixed(String name, float... result) implements KernelCall {
        @Override
        public void call() {}

        @Override
        public void close() {}
    }
}
