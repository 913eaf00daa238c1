package dev.lathe.bert.predict.ensemble;

import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.bert.predict.TextPredictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Several classifiers that answer together: the mean of their probabilities, or for regression of their numbers, in double precision.
///
/// Models may differ in base and tokenizer, each reads texts in its own way. They may have their labels in any order, but must have
/// the same ones. The thresholds that models have of their own are not used: they were chosen for their own probabilities.
public final class ClassifierEnsemble implements TextPredictor {
    private final List<TextClassifier> members;

    /// @param members two or more, which close with it; probabilities are calibrated where a member is
    /// @throws IllegalArgumentException if they are fewer, or differ in their labels or in what they were trained for
    public ClassifierEnsemble(List<TextClassifier> members) {
        this.members = List.copyOf(members);
        if (members.size() < 2) {
            throw new IllegalArgumentException("ensemble: %d models: needs at least 2".formatted(members.size()));
        }
        TextClassifier first = members.getFirst();
        for (TextClassifier member : members) {
            if (member.problemType() != first.problemType()) {
                throw new IllegalArgumentException("ensemble: '%s': trained for %s, and '%s' for %s".formatted(
                        member.name(), member.problemType(), first.name(), first.problemType()));
            }
            // The one number of a regression is called as one likes.
            if (first.problemType() != ProblemType.REGRESSION) {
                LabelOrder.of(first.labels(), member.labels(), member.name());
            }
        }
    }

    @Override
    public List<String> labels() {
        return members.getFirst().labels();
    }

    @Override
    public ProblemType problemType() {
        return members.getFirst().problemType();
    }

    @Override
    public List<Prediction> predictAll(List<TextInput> inputs) {
        List<List<Prediction>> each = members.stream().map(member -> member.predictAll(inputs)).toList();
        var together = new ArrayList<Prediction>();
        for (int i = 0; i < inputs.size(); i++) {
            int text = i;
            together.add(mean(each.stream().map(predictions -> predictions.get(text)).toList()));
        }
        return together;
    }

    private Prediction mean(List<Prediction> predictions) {
        var scores = new LinkedHashMap<String, Double>();
        String best = labels().getFirst();
        boolean byName = problemType() != ProblemType.REGRESSION;
        for (String label : labels()) {
            double sum = 0;
            for (Prediction prediction : predictions) {
                sum += byName ? prediction.scores().getOrDefault(label, Double.NaN) : prediction.score();
            }
            scores.put(label, sum / predictions.size());
            if (scores.get(label) > scores.get(best)) {
                best = label;
            }
        }
        return new Prediction(best, scores.get(best), scores);
    }

    @Override
    public void close() {
        members.forEach(TextClassifier::close);
    }
}
