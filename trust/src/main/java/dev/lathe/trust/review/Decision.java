package dev.lathe.trust.review;

import java.util.List;
import java.util.Optional;

/// What a model decided, for a person to look at.
///
/// @param model by its name
/// @param modelHash SHA-256 of its files in hexadecimal digits; empty if not known
/// @param label that it chose, or those with commas between
/// @param confidence 0 to 1
/// @param labels that it knows, one of which an answer is
/// @param text that it read, if texts may be kept
/// @param pair the second text, if there was one
public record Decision(
        String model, String modelHash, String label, double confidence, List<String> labels, Optional<String> text, Optional<String> pair) {
    public Decision {
        labels = List.copyOf(labels);
    }

    /// The same without what was read.
    public Decision withoutTexts() {
        return new Decision(model, modelHash, label, confidence, labels, Optional.empty(), Optional.empty());
    }
}
