package dev.lathe.train.evaluate;

/// A score as a model card lists it.
///
/// @param type the metric's identifier on the Hugging Face hub: `accuracy`, `f1`
/// @param name what people call it
/// @param value its value, finite
public record CardScore(String type, String name, double value) {

    /// @throws IllegalArgumentException if the value is not finite
    public CardScore {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("score " + name + ": " + value + ": not a number that a card can state");
        }
    }
}
