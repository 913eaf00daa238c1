package dev.lathe.serve.model;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import java.io.IOException;

/// A model that gives a text, or a pair of texts, labels or a number.
public final class LabelModel implements ServedModel {
    private static final String WARM_UP = "warm up";

    private final ModelFacts facts;
    private final TextClassifier classifier;
    private final CallGate gate;

    private LabelModel(ModelFacts facts, TextClassifier classifier, CallGate gate) {
        this.facts = facts;
        this.gate = gate;
        this.classifier = classifier;
    }

    static LabelModel open(String name, ModelDirectory directory, ServedBases.Place place) throws IOException {
        return new LabelModel(ModelFacts.of(name, directory), TextClassifier.load(directory, place.base()), place.gate());
    }

    /// What becomes of a text, or a pair of texts.
    public Call<Prediction> predict(TextInput input) {
        return new Call<>(classifier.countTokens(input), () -> classifier.submit(input));
    }

    /// Whether it gives a pair of texts one number: how well they fit each other.
    public boolean isReranker() {
        return classifier.labels().size() == 1;
    }

    /// What its scores are.
    public ProblemType problemType() {
        return classifier.problemType();
    }

    @Override
    public void warmUp() {
        classifier.submit(WARM_UP).join();
    }

    @Override
    public ModelFacts facts() {
        return facts;
    }

    @Override
    public CallGate gate() {
        return gate;
    }

    @Override
    public String type() {
        return isReranker() ? "reranker" : "classifier";
    }

    @Override
    public void close() {
        classifier.close();
    }
}
