package dev.lathe.trust.explain.method;

/// Where along a way from 0 to 1 a number changes: a peak of its slope as that of 1 / (1 + ((a - at) / width)²).
///
/// A rule of n values converges as fast as the nearest place off the real line lets it where the slope is infinite; for such a peak these are
/// at ± i width. With a = at + width sinh(u), a rule in u has them at distance π/2, however narrow the peak is, and takes most of its values
/// there.
///
/// Source: Johnston and Elliott, 2005, section 2; Tee and Trefethen, 2006, section 3.
///
/// @param width half of it at half of its height, more than 0
record Peak(double at, double width) {
    /// Of a peak that a search with few places has hit by chance; narrower ones were not seen in trained models.
    private static final double NARROWEST = 0.02;

    /// The peak of slopes that are known at some places.
    ///
    /// @param places of a rule, so that their weights sum what is below the slopes
    static Peak of(Quadrature.Node[] places, double[] slopes) {
        int highest = 0;
        double below = 0;
        for (int i = 0; i < slopes.length; i++) {
            highest = Math.abs(slopes[i]) > Math.abs(slopes[highest]) ? i : highest;
            below += places[i].weight() * Math.abs(slopes[i]);
        }
        double height = Math.abs(slopes[highest]);
        // What is below such a peak is π times its width and height.
        double width = height == 0 ? 1 : Math.clamp(below / (Math.PI * height), NARROWEST, 1);
        return new Peak(places[highest].at(), width);
    }

    /// Gauss and Legendre's places from 0 to 1 in u, which sinh carries to a.
    Quadrature.Node[] nodes(int n) {
        double from = arsinh(-at / width);
        double length = arsinh((1 - at) / width) - from;
        Quadrature.Node[] nodes = Quadrature.GAUSS_LEGENDRE.nodes(n);
        for (int i = 0; i < n; i++) {
            double u = from + length * nodes[i].at();
            nodes[i] = new Quadrature.Node(at + width * StrictMath.sinh(u), nodes[i].weight() * length * width * StrictMath.cosh(u));
        }
        return nodes;
    }

    private static double arsinh(double x) {
        return Math.copySign(StrictMath.log(Math.abs(x) + Math.sqrt(x * x + 1)), x);
    }
}
