package dev.lathe.train.task.classification;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.bert.predict.TextPredictor;
import dev.lathe.bert.predict.ensemble.ClassifierEnsemble;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.data.text.ScoredTextExample;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.evaluate.Evaluation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Several classifiers together, and how well they do. Losses are those of the mean probabilities, in double precision.
final class TextEnsembles {
    /// The smallest probability whose logarithm is taken: a float's smallest above 0.
    private static final double LEAST = Float.MIN_VALUE;

    private TextEnsembles() {}

    static ClassifierEnsemble open(List<ModelDirectory> models, Device device) throws IOException {
        var members = new ArrayList<TextClassifier>();
        boolean opened = false;
        try {
            for (ModelDirectory model : models) {
                members.add(TextClassifier.load(model, device));
            }
            var ensemble = new ClassifierEnsemble(members);
            opened = true;
            return ensemble;
        } finally {
            if (!opened) {
                members.forEach(TextClassifier::close);
            }
        }
    }

    static Evaluation ofClasses(TextPredictor ensemble, List<TextExample> examples) {
        LabelSet labels = LabelSet.ofModel(ensemble.labels());
        int[] gold = examples.stream().mapToInt(labels::idOf).toArray();
        List<Prediction> predictions = ensemble.predictAll(
                examples.stream().map(e -> new TextInput(e.text(), Optional.ofNullable(e.textPair()))).toList());
        double loss = 0;
        for (int i = 0; i < gold.length; i++) {
            loss -= log(score(predictions.get(i), labels.names().get(gold[i]))) / gold.length;
        }
        int[] predicted = predictions.stream().mapToInt(p -> labels.names().indexOf(p.label())).toArray();
        return TextClassification.evaluation(loss, gold, predicted, labels);
    }

    static Evaluation ofLabels(TextPredictor ensemble, List<MultiLabelExample> examples) {
        LabelSet labels = LabelSet.ofModel(ensemble.labels());
        boolean[][] gold = examples.stream().map(labels::decisionsOf).toArray(boolean[][]::new);
        var predicted = new boolean[gold.length][labels.size()];
        List<Prediction> predictions = ensemble.predictAll(
                examples.stream().map(e -> new TextInput(e.text(), Optional.ofNullable(e.textPair()))).toList());
        double loss = 0;
        for (int i = 0; i < gold.length; i++) {
            for (int label = 0; label < labels.size(); label++) {
                double probability = score(predictions.get(i), labels.names().get(label));
                predicted[i][label] = probability >= Prediction.THRESHOLD;
                loss -= log(gold[i][label] ? probability : 1 - probability) / ((double) gold.length * labels.size());
            }
        }
        return MultiLabelClassification.evaluation(loss, gold, predicted, labels);
    }

    static Evaluation ofNumbers(TextPredictor ensemble, List<ScoredTextExample> examples) {
        double[] gold = examples.stream().mapToDouble(e -> (float) e.score()).toArray();
        double[] predicted = ensemble.predictAll(examples.stream().map(e -> new TextInput(e.text(), Optional.ofNullable(e.textPair()))).toList())
                .stream().mapToDouble(Prediction::score).toArray();
        return TextRegression.evaluation(predicted, gold);
    }

    private static double score(Prediction prediction, String label) {
        return prediction.scores().getOrDefault(label, Double.NaN);
    }

    private static double log(double probability) {
        return StrictMath.log(Math.max(probability, LEAST));
    }
}
