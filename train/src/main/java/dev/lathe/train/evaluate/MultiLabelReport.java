package dev.lathe.train.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.Bootstrap;
import dev.lathe.train.evaluate.score.ClassScores;
import dev.lathe.train.evaluate.score.MatchCounts;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Precision, recall, F1 and support of every label, where an example may have none or several: numbers and text are those of
/// scikit-learn's `classification_report(gold, predicted, target_names=names, digits=4, zero_division=0)` for indicator matrices.
///
/// @param labels a row for each label, in the order of their ids
/// @param microAverage of all labels of all examples together
/// @param macroAverage plain means over the labels
/// @param weightedAverage means over the labels, weighted by support
/// @param samplesAverage plain means over the examples of their own precision, recall and F1
/// @param exactMatch the share of examples whose labels are all right, and no more than those
/// @param hammingLoss the share of wrong decisions among examples times labels
/// @param examples the counts of each example, for a [Bootstrap]
public record MultiLabelReport(List<ClassScores> labels, ClassScores microAverage, ClassScores macroAverage,
        ClassScores weightedAverage, ClassScores samplesAverage, double exactMatch, double hammingLoss,
        List<MatchCounts> examples) implements Report {

    /// Copies the rows.
    public MultiLabelReport {
        labels = List.copyOf(labels);
        examples = List.copyOf(examples);
    }

    /// Works out a report.
    ///
    /// @param gold for each example and label, whether it has it
    /// @param predicted for each example and label, whether it is said to have it
    /// @param names the labels' names in the order of their ids
    /// @return the report
    /// @throws IllegalArgumentException if there are no examples, or one has more or fewer decisions than there are names
    public static MultiLabelReport of(boolean[][] gold, boolean[][] predicted, List<String> names) {
        check(gold, predicted, names.size());
        MatchCounts none = new MatchCounts(0, 0, 0);
        List<MatchCounts> byLabel = new ArrayList<>(names.stream().map(_ -> none).toList());
        List<MatchCounts> byExample = new ArrayList<>();
        for (int example = 0; example < gold.length; example++) {
            MatchCounts ofExample = none;
            for (int label = 0; label < names.size(); label++) {
                MatchCounts one = decision(gold[example][label], predicted[example][label]);
                byLabel.set(label, byLabel.get(label).plus(one));
                ofExample = ofExample.plus(one);
            }
            byExample.add(ofExample);
        }
        List<ClassScores> labels = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            labels.add(ClassScores.of(names.get(label), byLabel.get(label)));
        }
        MatchCounts all = byExample.stream().reduce(none, MatchCounts::plus);
        long exact = byExample.stream().filter(one -> one.correct() == one.predicted() && one.correct() == one.gold()).count();
        long wrong = all.predicted() + all.gold() - 2 * all.correct();
        return new MultiLabelReport(labels, ClassScores.of("micro avg", all), ClassScores.macroAverage(labels),
                ClassScores.weightedAverage(labels), samples(byExample), (double) exact / gold.length,
                (double) wrong / ((long) gold.length * names.size()), byExample);
    }

    private static MatchCounts decision(boolean gold, boolean predicted) {
        return new MatchCounts(gold && predicted ? 1 : 0, predicted ? 1 : 0, gold ? 1 : 0);
    }

    private static ClassScores samples(List<MatchCounts> examples) {
        List<ClassScores> rows = examples.stream().map(one -> ClassScores.of("", one)).toList();
        ClassScores mean = ClassScores.macroAverage(rows);
        return new ClassScores("samples avg", mean.precision(), mean.recall(), mean.f1(), mean.support());
    }

    private static void check(boolean[][] gold, boolean[][] predicted, int labels) {
        if (gold.length != predicted.length || gold.length == 0) {
            throw new IllegalArgumentException("multi-label report: " + gold.length + " gold examples, " + predicted.length
                    + " predicted ones: need one of each");
        }
        for (int i = 0; i < gold.length; i++) {
            if (labels == 0 || gold[i].length != labels || predicted[i].length != labels) {
                throw new IllegalArgumentException("multi-label report: example " + i + ": " + gold[i].length
                        + " gold decisions, " + predicted[i].length + " predicted ones: there are " + labels + " labels");
            }
        }
    }

    /// The table that people read, to four digits.
    ///
    /// @return lines that end in `\n`
    @Override
    public String toText() {
        return toText(4);
    }

    /// The table that people read.
    ///
    /// @param digits digits after the point
    /// @return lines that end in `\n`
    public String toText(int digits) {
        return new ReportTable(labels, digits).row(microAverage).row(macroAverage).row(weightedAverage).row(samplesAverage)
                .toString();
    }

    /// Writes fields into an open JSON object: `micro avg`, `macro avg`, `weighted avg`, `samples avg`, `exact_match`,
    /// `hamming_loss`, and `classes`, an object a label under its name.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        microAverage.writeField(json);
        macroAverage.writeField(json);
        weightedAverage.writeField(json);
        samplesAverage.writeField(json);
        json.writeNumberField("exact_match", exactMatch);
        json.writeNumberField("hamming_loss", hammingLoss);
        json.writeObjectFieldStart("classes");
        for (ClassScores label : labels) {
            label.writeField(json);
        }
        json.writeEndObject();
    }
}
