package dev.lathe.train.privacy;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.BetaDistribution;

/// How well the losses of a model tell the texts that it was trained with from others of the same kind, and what that shows of ε.
///
/// Who says "member" where the loss is below a threshold is right of a share t of the members and wrong of a share f of the others. If the
/// training is (ε, δ)-private, t ≤ exp(ε) f + δ, and 1 - f ≤ exp(ε) (1 - t) + δ the other way. The threshold is chosen by every
/// second text, the shares are counted in the rest, and both are taken at the unfavourable end of their interval: then ε is at least
///
///     max log((t_low - δ) / f_high), log((1 - f_high - δ) / (1 - t_low))
///
/// in 95 of 100 audits. It is 0 where nothing is shown; nothing shown is no proof of privacy. Source: Yeom et al., 2018, for the threshold;
/// Jagielski, Ullman and Oprea, 2020, for the bound; Clopper and Pearson, 1934.
///
/// @param auc probability that a member's loss is below another's; 0.5 is a guess
/// @param epsilon what the training spends at least, with 95 % confidence; 0 or more
/// @param threshold below which a loss is called a member's
public record MembershipAudit(double auc, double epsilon, double threshold) {
    /// Each of the two ends may fail in one of forty audits.
    private static final double FAILS = 0.025;
    /// That are tried: more find hardly a better one, and each costs four ends of intervals.
    private static final int THRESHOLDS = 100;

    /// @param members losses of texts of the training, in any order that does not depend on them; two or more
    /// @param others losses of texts like them; two or more
    /// @throws IllegalArgumentException if there are fewer, or delta is out of range
    public static MembershipAudit of(double[] members, double[] others, double delta) {
        Accountant.requireDelta(delta);
        if (members.length < 2 || others.length < 2) {
            throw new IllegalArgumentException("%d members and %d others: needs 2 or more of each".formatted(members.length, others.length));
        }
        double threshold = bestThreshold(everySecond(members, 0), everySecond(others, 0));
        double[] judged = everySecond(members, 1);
        double[] judgedOthers = everySecond(others, 1);
        double found = least(judged, threshold);
        double wrong = most(judgedOthers, threshold);
        double epsilon = Math.max(bound(found, wrong, delta), bound(1 - wrong, 1 - found, delta));
        return new MembershipAudit(auc(members, others), epsilon, threshold);
    }

    private static double bound(double right, double wrong, double delta) {
        return right <= delta ? 0 : Math.max(0, StrictMath.log((right - delta) / wrong));
    }

    private static double[] everySecond(double[] values, int from) {
        double[] half = new double[(values.length - from + 1) / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = values[2 * i + from];
        }
        return half;
    }

    /// Of the losses themselves the one with the largest bound.
    private static double bestThreshold(double[] members, double[] others) {
        double best = Double.NEGATIVE_INFINITY;
        double most = -1;
        double[] losses = DoubleStream.concat(Arrays.stream(members), Arrays.stream(others)).sorted().distinct().toArray();
        for (int i = 0; i < losses.length; i += Math.max(1, losses.length / THRESHOLDS)) {
            double candidate = losses[i];
            double found = least(members, candidate);
            double wrong = most(others, candidate);
            double epsilon = Math.max(bound(found, wrong, 0), bound(1 - wrong, 1 - found, 0));
            if (epsilon > most) {
                most = epsilon;
                best = candidate;
            }
        }
        return best;
    }

    private static int below(double[] losses, double threshold) {
        return (int) Arrays.stream(losses).filter(loss -> loss <= threshold).count();
    }

    private static double least(double[] losses, double threshold) {
        int count = below(losses, threshold);
        return count == 0 ? 0 : new BetaDistribution(null, count, losses.length - count + 1).inverseCumulativeProbability(FAILS);
    }

    private static double most(double[] losses, double threshold) {
        int count = below(losses, threshold);
        return count == losses.length ? 1
                : new BetaDistribution(null, count + 1, losses.length - count).inverseCumulativeProbability(1 - FAILS);
    }

    /// By ranks; equal losses count half. Source: Mann and Whitney, 1947.
    private static double auc(double[] members, double[] others) {
        double[] sorted = others.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (double loss : members) {
            int lower = firstNotBelow(sorted, loss);
            int upper = firstNotBelow(sorted, Math.nextUp(loss));
            sum += sorted.length - upper + (upper - lower) / 2.0;
        }
        return sum / members.length / others.length;
    }

    private static int firstNotBelow(double[] sorted, double value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
