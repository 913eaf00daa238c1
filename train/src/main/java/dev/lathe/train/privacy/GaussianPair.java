package dev.lathe.train.privacy;

/// What the answers of a sampled Gaussian mechanism look like with one example more or less. Source: Zhu, Dong and Wang, 2022.
///
/// | side | upper | lower |
/// |---|---|---|
/// | `REMOVE` | (1 - q) N(0, σ²) + q N(1, σ²) | N(0, σ²) |
/// | `ADD` | N(0, σ²) | (1 - q) N(0, σ²) + q N(-1, σ²) |
/// | `REPLACE` | (1 - q) N(0, σ²) + q N(1, σ²) | (1 - q) N(0, σ²) + q N(-1, σ²) |
record GaussianPair(double sigma, double q, Side side) implements LossSource {
    /// Standard deviations at which mass is no longer told apart: less than 1e-23 lies beyond.
    private static final int REACH = 10;

    enum Side { REMOVE, ADD, REPLACE }

    @Override
    public double placeOf(double epsilon) {
        double variance = sigma * sigma;
        return switch (side) {
            // exp(ε) = 1 - q + q exp((2x - 1) / 2σ²)
            case REMOVE -> variance * logOfTaken(epsilon) + 0.5;
            // exp(-ε) = 1 - q + q exp((-2x - 1) / 2σ²)
            case ADD -> -variance * logOfTaken(-epsilon) - 0.5;
            case REPLACE -> variance * logOfQuadratic(epsilon);
        };
    }

    /// `log((exp(ε) - (1 - q)) / q)`, and minus infinity where there is none.
    private double logOfTaken(double epsilon) {
        double part = (StrictMath.expm1(epsilon) + q) / q;
        return part > 0 ? StrictMath.log(part) : Double.NEGATIVE_INFINITY;
    }

    /// With u = exp(x / σ²), d = 1 - q and c = q exp(-1 / 2σ²): (d + c u) = exp(ε) (d + c / u), solved for log u.
    private double logOfQuadratic(double epsilon) {
        double size = Math.abs(epsilon);
        double logC = StrictMath.log(q) - 0.5 / (sigma * sigma);
        // Symmetric: u of -ε is 1/u of ε. All over exp(|ε|), so that nothing overflows.
        double small = StrictMath.exp(-size);
        double b = (1 - q) * (1 - small) / 2;
        double c = StrictMath.exp(logC);
        double log = size + StrictMath.log(b + Math.sqrt(b * b + c * c * small)) - logC;
        return epsilon < 0 ? -log : log;
    }

    @Override
    public double upper(double from, double to) {
        return side == Side.ADD ? mass(0, from, to) : (1 - q) * mass(0, from, to) + q * mass(1, from, to);
    }

    @Override
    public double lower(double from, double to) {
        return side == Side.REMOVE ? mass(0, from, to) : (1 - q) * mass(0, from, to) + q * mass(-1, from, to);
    }

    private double mass(double mean, double from, double to) {
        return NormalTail.between((from - mean) / sigma, (to - mean) / sigma);
    }

    @Override
    public double leastLoss() {
        return loss((side == Side.REMOVE ? 0 : -1) - REACH * sigma);
    }

    @Override
    public double mostLoss() {
        return loss((side == Side.ADD ? 0 : 1) + REACH * sigma);
    }

    private double loss(double x) {
        double variance = sigma * sigma;
        return switch (side) {
            case REMOVE -> mixed((x - 0.5) / variance);
            case ADD -> -mixed((-x - 0.5) / variance);
            case REPLACE -> mixed((x - 0.5) / variance) - mixed((-x - 0.5) / variance);
        };
    }

    private double mixed(double log) {
        return LogSum.of(StrictMath.log1p(-q), StrictMath.log(q) + log);
    }
}
