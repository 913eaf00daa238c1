package dev.lathe.train.tune;

import java.util.Arrays;

/// A density on `[0,1]` from observed places: the mean of a normal distribution around each, cut off at the ends, and of the uniform
/// one, which is what is believed without observations.
///
/// A width is the larger distance to a neighbour, the ends among them, as in section 4.2 of Bergstra et al. (2011), and never under
/// 1/(n+1) or 0.02.
final class ParzenDensity {
    private static final double NARROWEST = 0.02;

    private final double[] centres;
    private final double[] widths;
    /// What of each normal distribution lies in `[0,1]`.
    private final double[] inside;

    ParzenDensity(double... places) {
        centres = places.clone();
        Arrays.sort(centres);
        int n = centres.length;
        widths = new double[n];
        inside = new double[n];
        for (int i = 0; i < n; i++) {
            double left = centres[i] - (i == 0 ? 0 : centres[i - 1]);
            double right = (i == n - 1 ? 1 : centres[i + 1]) - centres[i];
            widths[i] = Math.max(Math.max(left, right), Math.max(1.0 / (n + 1), NARROWEST));
            inside[i] = normalCdf((1 - centres[i]) / widths[i]) - normalCdf(-centres[i] / widths[i]);
        }
    }

    double draw(Draws draws) {
        int component = Math.min((int) (draws.unit() * (centres.length + 1)), centres.length);
        if (component == centres.length) {
            return draws.unit();
        }
        while (true) {
            double place = centres[component] + widths[component] * draws.normal();
            if (place >= 0 && place <= 1) {
                return place;
            }
        }
    }

    double at(double place) {
        double sum = 1;
        for (int i = 0; i < centres.length; i++) {
            double z = (place - centres[i]) / widths[i];
            sum += StrictMath.exp(-0.5 * z * z) / (StrictMath.sqrt(2 * StrictMath.PI) * widths[i] * inside[i]);
        }
        return sum / (centres.length + 1);
    }

    /// Abramowitz and Stegun, 26.2.17; the error is under 7.5e-8.
    private static double normalCdf(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = StrictMath.exp(-0.5 * x * x) / StrictMath.sqrt(2 * StrictMath.PI)
                * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x < 0 ? tail : 1 - tail;
    }
}
