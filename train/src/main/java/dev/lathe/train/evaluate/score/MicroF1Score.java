package dev.lathe.train.evaluate.score;

import java.util.List;

/// The F1 of summed counts.
final class MicroF1Score implements SampleScore {

    private final long[] correct;
    // Of the F1's formula only the sum of predicted and gold is needed.
    private final long[] claimed;

    MicroF1Score(List<MatchCounts> counts) {
        if (counts.isEmpty()) {
            throw new IllegalArgumentException("micro F1: no examples");
        }
        this.correct = counts.stream().mapToLong(MatchCounts::correct).toArray();
        this.claimed = counts.stream().mapToLong(one -> one.predicted() + one.gold()).toArray();
    }

    @Override
    public int examples() {
        return correct.length;
    }

    @Override
    public boolean isShare() {
        return true;
    }

    @Override
    public double of(int[] chosen) {
        long right = 0;
        long all = 0;
        for (int example : chosen) {
            right += correct[example];
            all += claimed[example];
        }
        return all == 0 ? 0 : 2.0 * right / all;
    }
}
