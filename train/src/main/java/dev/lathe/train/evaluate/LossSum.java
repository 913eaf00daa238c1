package dev.lathe.train.evaluate;

/// Gathers the losses of parts into the mean of their terms.
public final class LossSum {
    private double sum;
    private long terms;
    private long tokens;

    /// What it has gathered, for checkpoints.
    public record State(double sum, long terms, long tokens) {}

    public State state() {
        return new State(sum, terms, tokens);
    }

    /// Goes on from what was gathered before.
    public void set(State state) {
        sum = state.sum;
        terms = state.terms;
        tokens = state.tokens;
    }

    public void clear() {
        sum = 0;
        terms = 0;
        tokens = 0;
    }

    /// @param mean of the part's terms
    public void add(double mean, long partTerms, long partTokens) {
        sum += mean * partTerms;
        terms += partTerms;
        tokens += partTokens;
    }

    public void add(LossSum step) {
        // By the mean as it is logged, a float, so that the mean of an epoch is that of its lines.
        add((float) step.mean(), step.terms, step.tokens);
    }

    public double mean() {
        return sum / terms;
    }

    public long terms() {
        return terms;
    }

    public long tokens() {
        return tokens;
    }
}
