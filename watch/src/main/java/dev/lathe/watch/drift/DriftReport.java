package dev.lathe.watch.drift;

import java.util.Comparator;
import java.util.List;

/// All tests of two samples.
///
/// @param checks in the order of [DriftTest]
/// @param items the sizes of the reference and of what is compared with it
public record DriftReport(List<DriftCheck> checks, int reference, int items) {
    public DriftReport {
        checks = List.copyOf(checks);
    }

    /// The most unlikely of the tests.
    public DriftCheck strongest() {
        return checks.stream().min(Comparator.comparingDouble(DriftCheck::pValue)).orElseThrow();
    }

    /// The p-value of all tests together: the smallest one times their number, Bonferroni's bound, at most 1.
    public double pValue() {
        return Math.min(1, strongest().pValue() * checks.size());
    }
}
