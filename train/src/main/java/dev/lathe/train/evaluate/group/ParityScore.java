package dev.lathe.train.evaluate.group;

import dev.lathe.train.evaluate.score.SampleScore;

/// How far groups are apart in any choice of rows.
///
/// @param groups of each row, its number
/// @param count how many groups there are
/// @param has whether a row has the positive label
/// @param given whether it is given it
/// @param ratio whether the ratio is meant, else the difference
record ParityScore(Parity parity, boolean ratio, int[] groups, int count, boolean[] has, boolean[] given) implements SampleScore {
    @Override
    public int examples() {
        return groups.length;
    }

    @Override
    public double of(int[] chosen) {
        var counts = new GroupCounts(count);
        for (int row : chosen) {
            counts.add(groups[row], has[row], given[row]);
        }
        return ratio ? parity.ratio(counts) : parity.difference(counts);
    }
}
