package dev.lathe.train.output;

import dev.lathe.train.metrics.ClassificationReport;
import java.util.List;

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

    /// The scores of a classifier that belong on its card.
    ///
    /// @param report the report
    /// @return accuracy, macro and weighted F1
    public static List<CardScore> of(ClassificationReport report) {
        return List.of(new CardScore("accuracy", "Accuracy", report.accuracy()),
                new CardScore("f1", "Macro F1", report.macroAverage().f1()),
                new CardScore("f1", "Weighted F1", report.weightedAverage().f1()));
    }
}
