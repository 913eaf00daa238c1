package dev.lathe.bench.kernels;

import java.util.List;

/// Whether engines did the same work.
final class Agreement {
    private Agreement() {}

    /// Runs each once and compares the results with the first one's.
    ///
    /// @param tolerance the most that an element may differ
    /// @throws ArithmeticException if one differs more
    static double largestDifference(String workload, List<KernelCall> calls, double tolerance) {
        float[] expected = resultOf(calls.getFirst());
        double largest = 0;
        for (KernelCall call : calls.subList(1, calls.size())) {
            float[] result = resultOf(call);
            for (int i = 0; i < expected.length; i++) {
                double difference = Math.abs((double) expected[i] - result[i]);
                if (!(difference <= tolerance)) {
                    throw new ArithmeticException("%s: element %d is %s from %s, %s from %s: not the same work".formatted(
                            workload, i, expected[i], calls.getFirst().name(), result[i], call.name()));
                }
                largest = Math.max(largest, difference);
            }
        }
        return largest;
    }

    private static float[] resultOf(KernelCall call) {
        call.beforeTurn();
        call.call();
        return call.result();
    }
}
