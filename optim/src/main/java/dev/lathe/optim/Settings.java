package dev.lathe.optim;

/// What settings of optimisers may be. They compute with floats, in which 1e-50 is 0 and 0.99999999 is 1.
final class Settings {
    private Settings() {}

    static void requireBelowOne(String name, double value) {
        if (!(value >= 0 && (float) value < 1)) {
            throw new IllegalArgumentException("%s %s: needs 0 or more and less than 1".formatted(name, value));
        }
    }

    static void requirePositive(String name, double value) {
        if (!((float) value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s %s: needs more than 0 as a 32-bit float".formatted(name, value));
        }
    }

    static void requireZeroOrMore(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s %s: needs 0 or more".formatted(name, value));
        }
    }
}
