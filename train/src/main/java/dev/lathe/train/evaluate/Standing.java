package dev.lathe.train.evaluate;

/// How a model stands among others of the same task.
///
/// @param headline the score that they are compared by
/// @param loss decides between equals
public record Standing(Score headline, double loss) {
    public boolean isBetterThan(Standing other) {
        int order = headline.compareTo(other.headline);
        return order > 0 || order == 0 && loss < other.loss;
    }
}
