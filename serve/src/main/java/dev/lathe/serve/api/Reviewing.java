package dev.lathe.serve.api;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.trust.review.Decision;
import dev.lathe.trust.review.ReviewQueue;
import dev.lathe.trust.review.ReviewRule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Puts decisions that a person is to look at into a queue, before their answer leaves.
///
/// @param queue where they wait
/// @param rule which decisions
/// @param keepsTexts whether what was read is put there too, as the model has read it: masked, if requests are
/// @param modelHash the hash of a model, of this one and not of what has its name by now; empty if it has none
public record Reviewing(ReviewQueue queue, ReviewRule rule, boolean keepsTexts, Function<ServedModel, String> modelHash) {
    private static final int RETRY_SECONDS = 5;

    /// @param chosen the labels of the decision
    /// @param confidence of the least certain one, 0 to 1
    /// @throws HttpProblem if it cannot be put there: a decision that nobody can look at is not given
    void decided(ServedModel model, TextInput input, List<String> chosen, double confidence, Prediction prediction) {
        if (!rule.wants(chosen, confidence)) {
            return;
        }
        var decision = new Decision(model.facts().name(), modelHash.apply(model), String.join(",", chosen), confidence, List.copyOf(prediction.scores().keySet()),
                Optional.of(input.text()), input.pair());
        try {
            queue.add(keepsTexts ? decision : decision.withoutTexts());
        } catch (IOException e) {
            throw new HttpProblem(Fault.UNAVAILABLE, "no answer, as the review queue cannot be written", RETRY_SECONDS);
        }
    }
}
