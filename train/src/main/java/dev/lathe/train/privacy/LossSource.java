package dev.lathe.train.privacy;

/// Two distributions that no neighbouring data can be told apart better than, with a loss `log(upper density / lower density)` that
/// rises along the line.
interface LossSource {
    /// Where the loss is `epsilon`; infinite where it is always more or always less.
    double placeOf(double epsilon);

    /// Mass of the upper distribution.
    double upper(double from, double to);

    /// Mass of the lower distribution.
    double lower(double from, double to);

    /// The loss at the ends of all mass that counts.
    double leastLoss();

    double mostLoss();
}
