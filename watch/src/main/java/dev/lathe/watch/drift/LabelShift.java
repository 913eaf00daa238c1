package dev.lathe.watch.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.stat.inference.ChiSquareTest;

/// Pearson's test whether two samples have their labels in the same shares. Labels of which the smaller sample should have fewer than
/// five are taken together, for the probability is that of large counts: W. G. Cochran, *Some Methods for Strengthening the Common χ²
/// Tests*, 1954.
final class LabelShift {
    private static final double FEWEST = 5;

    private LabelShift() {}

    static DriftCheck of(List<Observation> reference, List<Observation> now) {
        var counts = new TreeMap<String, long[]>();
        reference.forEach(one -> counts.computeIfAbsent(one.label(), _ -> new long[2])[0]++);
        now.forEach(one -> counts.computeIfAbsent(one.label(), _ -> new long[2])[1]++);
        double smaller = (double) Math.min(reference.size(), now.size()) / (reference.size() + now.size());
        var frequent = new ArrayList<long[]>();
        long[] rare = new long[2];
        for (Map.Entry<String, long[]> entry : counts.entrySet()) {
            long[] count = entry.getValue();
            if ((count[0] + count[1]) * smaller < FEWEST) {
                rare[0] += count[0];
                rare[1] += count[1];
            } else {
                frequent.add(count);
            }
        }
        if (rare[0] + rare[1] > 0) {
            frequent.add(rare);
        }
        if (frequent.size() < 2) {
            return new DriftCheck("label.chi2", 0, 1);
        }
        long[] before = frequent.stream().mapToLong(count -> count[0]).toArray();
        long[] after = frequent.stream().mapToLong(count -> count[1]).toArray();
        var test = new ChiSquareTest();
        return new DriftCheck("label.chi2", test.chiSquareDataSetsComparison(before, after), test.chiSquareTestDataSetsComparison(before, after));
    }
}
