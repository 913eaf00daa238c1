package dev.lathe.trust.explain.method;

/// How attention passes words on to what the number is computed of: the product over layers of (A + I) / 2, A a layer's attention
/// averaged over heads. Sees neither values nor the head, so it is the same for every label.
///
/// Source: Abnar and Zuidema, 2020, section 3. That attention need not explain: Jain and Wallace, 2019.
public record AttentionRollout() implements AttributionMethod {
    @Override
    public String name() {
        return "attention-rollout";
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
    public Attribution attribute(ExplainedText text) {
        int tokens = text.tokens();
        var scores = new double[tokens];
        // The rows that are read, taken back from the last layer to the first.
        for (int token : text.readTokens()) {
            scores[token] += 1.0 / text.readTokens().length;
        }
        for (double[][] layer : text.attention().reversed()) {
            var before = new double[tokens];
            for (int query = 0; query < tokens; query++) {
                before[query] += scores[query] / 2;
                for (int key = 0; key < tokens; key++) {
                    before[key] += scores[query] * layer[query][key] / 2;
                }
            }
            scores = before;
        }
        return Attribution.ofTokens(text, scores, 0, 1);
    }
}
