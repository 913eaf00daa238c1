package dev.lathe.serve.model;

import dev.lathe.bert.directory.GroupThresholds;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import java.io.IOException;
import java.util.Optional;

/// A model that gives a text, or a pair of texts, labels or a number.
public final class LabelModel implements ServedModel {
    private static final String WARM_UP = "warm up";

    private final ModelFacts facts;
    private final TextClassifier classifier;
    private final Optional<GroupThresholds> thresholds;
    private final CallGate gate;

    private LabelModel(ModelFacts facts, TextClassifier classifier, Optional<GroupThresholds> thresholds, CallGate gate) {
        this.facts = facts;
        this.thresholds = thresholds;
        this.gate = gate;
        this.classifier = classifier;
    }

    static LabelModel open(String name, ModelDirectory directory, ServedBases.Place place) throws IOException {
        return new LabelModel(ModelFacts.of(name, directory), TextClassifier.load(directory, place.base()),
                GroupThresholds.read(directory.path(), directory.config().labels()), place.gate());
    }

    /// What becomes of a text, or a pair of texts.
    public Call<Prediction> predict(TextInput input) {
        return new Call<>(classifier.countTokens(input), () -> classifier.submit(input));
    }

    /// What its thresholds are by, if it has some: then no text is answered without its group.
    public Optional<String> groupColumn() {
        return thresholds.map(GroupThresholds::column);
    }

    /// One of the groups that it has thresholds for.
    public Optional<String> someGroup() {
        return thresholds.map(by -> by.byGroup().firstEntry().getKey());
    }

    /// With the label that the thresholds give a text.
    ///
    /// @throws IllegalArgumentException if they know no such group
    public Prediction settled(Prediction plain, String group) {
        return thresholds.map(by -> plain.settled(by, group)).orElse(plain);
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
