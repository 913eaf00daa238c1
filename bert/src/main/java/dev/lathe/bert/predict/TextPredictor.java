package dev.lathe.bert.predict;

import dev.lathe.bert.config.ProblemType;
import java.util.List;

/// What gives texts labels or numbers: a model, or several together.
public interface TextPredictor extends AutoCloseable {
    /// The labels that are told apart, in their order.
    List<String> labels();

    /// What the scores are.
    ProblemType problemType();

    /// A prediction for each input, in the same order.
    List<Prediction> predictAll(List<TextInput> inputs);

    @Override
    void close();
}
