package dev.lathe.trust.explain.method;

import java.util.List;

/// How fast the number changes with a token's embedding: the length of the gradient, ‖∂f/∂xᵢ‖₂. Tells how much, not in which direction.
///
/// Source: Simonyan et al., 2014, section 3, with the length in place of the largest element.
public record Saliency() implements AttributionMethod {
    @Override
    public String name() {
        return "saliency";
    }

    @Override
    public boolean isSigned() {
        return false;
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public boolean isOfGradients() {
        return true;
    }

    @Override
    public Attribution attribute(ExplainedText text) {
        ExplainedText.Point point = text.at(List.of(text.embedded().sum())).getFirst();
        return Attribution.ofTokens(text, lengths(point.gradient(), text.tokens()), 0, point.value());
    }

    /// The length of each token's part.
    ///
    /// @param gradient `[tokens,features]`
    static double[] lengths(float[] gradient, int tokens) {
        int features = gradient.length / tokens;
        var lengths = new double[tokens];
        for (int t = 0; t < tokens; t++) {
            double squares = 0;
            for (int i = t * features; i < (t + 1) * features; i++) {
                squares += (double) gradient[i] * gradient[i];
            }
            lengths[t] = Math.sqrt(squares);
        }
        return lengths;
    }
}
