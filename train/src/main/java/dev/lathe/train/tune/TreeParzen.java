package dev.lathe.train.tune;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The tree-structured Parzen estimator of Bergstra et al., "Algorithms for hyper-parameter optimization", NIPS 2011, section 4.
///
/// The best quarter of the trials so far gives a density l, the others g. Candidates are drawn from l, and the one with the largest
/// l/g is tried: that is the one with the largest expected improvement. Each option is treated by itself. The first ten trials are
/// random.
public final class TreeParzen implements Proposals {
    private static final int RANDOM_TRIALS = 10;
    private static final double GOOD = 0.25;
    private static final int CANDIDATES = 24;

    private final SearchSpace space;
    private final long seed;
    private final Proposals random;

    public TreeParzen(SearchSpace space, long seed) {
        this.space = space;
        this.seed = seed;
        this.random = Proposals.random(space, seed);
    }

    @Override
    public Setting next(int number, List<Trial> history) {
        if (history.size() < RANDOM_TRIALS) {
            return random.next(number, history);
        }
        List<Trial> ranked = history.stream().sorted(Trial.BEST_FIRST).toList();
        int good = (int) StrictMath.ceil(GOOD * ranked.size());
        var draws = new Draws(seed, number);
        var units = new double[space.dimensions().size()];
        int i = 0;
        for (Map.Entry<String, Distribution> dimension : space.dimensions().entrySet()) {
            double[] places = ranked.stream()
                    .mapToDouble(trial -> dimension.getValue().unit(trial.setting().words().getOrDefault(dimension.getKey(), ""))).toArray();
            double[] best = Arrays.copyOf(places, good);
            double[] rest = Arrays.copyOfRange(places, good, places.length);
            int choices = dimension.getValue().choices();
            units[i++] = choices > 0 ? choice(choices, best, rest, draws) : number(best, rest, draws);
        }
        return space.at(units);
    }

    private static double number(double[] best, double[] rest, Draws draws) {
        var l = new ParzenDensity(best);
        var g = new ParzenDensity(rest);
        double chosen = 0;
        double highest = -1;
        for (int c = 0; c < CANDIDATES; c++) {
            double candidate = l.draw(draws);
            double ratio = l.at(candidate) / g.at(candidate);
            if (ratio > highest) {
                highest = ratio;
                chosen = candidate;
            }
        }
        return chosen;
    }

    /// As for numbers, with the shares of the choices as densities, each counted once more than it was seen.
    private static double choice(int choices, double[] best, double[] rest, Draws draws) {
        double[] l = shares(choices, best);
        double[] g = shares(choices, rest);
        int chosen = 0;
        double highest = -1;
        for (int c = 0; c < CANDIDATES; c++) {
            int candidate = draw(l, draws.unit());
            if (l[candidate] / g[candidate] > highest) {
                highest = l[candidate] / g[candidate];
                chosen = candidate;
            }
        }
        return (chosen + 0.5) / choices;
    }

    private static double[] shares(int choices, double... places) {
        var shares = new double[choices];
        Arrays.fill(shares, 1.0 / (places.length + choices));
        for (double place : places) {
            shares[Math.min((int) (place * choices), choices - 1)] += 1.0 / (places.length + choices);
        }
        return shares;
    }

    private static int draw(double[] shares, double unit) {
        double sum = 0;
        for (int i = 0; i < shares.length - 1; i++) {
            sum += shares[i];
            if (unit < sum) {
                return i;
            }
        }
        return shares.length - 1;
    }
}
