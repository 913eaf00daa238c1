package dev.lathe.train.evaluate;

/// A figure that says how well a model does.
///
/// @param key its name in `metrics.jsonl`: `macro_f1`
/// @param type the metric's identifier on the Hugging Face hub: `f1`
/// @param name what people call it: `Macro F1`
/// @param value the figure; not a number where it is undefined
/// @param direction which of two values is the better one
public record Score(String key, String type, String name, double value, Direction direction) {
    /// Which of two values is the better one.
    public enum Direction {
        HIGHER_IS_BETTER,
        LOWER_IS_BETTER
    }

    /// A score of which more is better.
    public static Score high(String key, String type, String name, double value) {
        return new Score(key, type, name, value, Direction.HIGHER_IS_BETTER);
    }

    /// A score of which less is better: an error.
    public static Score low(String key, String type, String name, double value) {
        return new Score(key, type, name, value, Direction.LOWER_IS_BETTER);
    }

    /// Negative, 0 or positive as this score is worse than the other, equally good or better. No number is worst.
    int compareTo(Score other) {
        return Double.compare(goodness(), other.goodness());
    }

    private double goodness() {
        if (Double.isNaN(value)) {
            return Double.NEGATIVE_INFINITY;
        }
        // Adding 0 makes -0 a 0, so that both count as equally good.
        return switch (direction) {
            case HIGHER_IS_BETTER -> value + 0.0;
            case LOWER_IS_BETTER -> -value + 0.0;
        };
    }
}
