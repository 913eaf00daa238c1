package dev.lathe.bert.predict;

/// The logistic function, for labels that are true or false each on its own.
public final class Sigmoid {
    private Sigmoid() {}

    /// 1 / (1 + exp(-x)); `StrictMath` for the same bits everywhere.
    public static double of(double x) {
        double small = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
}
