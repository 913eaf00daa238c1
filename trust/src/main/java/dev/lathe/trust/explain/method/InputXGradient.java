package dev.lathe.trust.explain.method;

import java.util.List;

/// The number's linear part at the text: xᵢ · ∂f/∂xᵢ. Sums to f for a linear f without a constant.
///
/// Source: Shrikumar et al., 2016; Denil et al., 2014, section 5.
public record InputXGradient() implements AttributionMethod {
    @Override
    public String name() {
        return "input-x-gradient";
    }

    @Override
    public boolean isSigned() {
        return true;
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
        float[] x = text.embedded().sum();
        ExplainedText.Point point = text.at(List.of(x)).getFirst();
        var scores = new double[text.tokens()];
        int features = x.length / scores.length;
        for (int i = 0; i < x.length; i++) {
            scores[i / features] += (double) x[i] * point.gradient()[i];
        }
        return Attribution.ofTokens(text, scores, 0, point.value());
    }
}
