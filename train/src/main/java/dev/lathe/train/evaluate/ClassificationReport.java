package dev.lathe.train.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.ClassScores;
import dev.lathe.train.evaluate.score.ConfusionMatrix;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Precision, recall, F1 and support of every class, with accuracy, macro and weighted averages.
///
/// Numbers and text are those of scikit-learn's `classification_report(gold, predicted, labels=range(n), target_names=names,
/// digits=4, zero_division=0)`. There, a "micro avg" row takes the place of "accuracy" when `labels` leaves out a class
/// that occurs. Here every class is always listed, those that don't occur too, so the row is always "accuracy". Classes that
/// don't occur count as zeros in the macro average, also as there.
///
/// @param classes a row for each class, in the order of their ids
/// @param accuracy the share of correct predictions
/// @param macroAverage plain means over the classes
/// @param weightedAverage means over the classes, weighted by support
/// @param matrix what everything was worked out from
public record ClassificationReport(List<ClassScores> classes, double accuracy, ClassScores macroAverage,
        ClassScores weightedAverage, ConfusionMatrix matrix) implements Report {

    /// Copies the rows.
    public ClassificationReport {
        classes = List.copyOf(classes);
    }

    /// Works out a report.
    ///
    /// @param gold the true class of each example
    /// @param predicted the predicted class of each example
    /// @param names the classes' names in the order of their ids
    /// @return the report
    /// @throws IllegalArgumentException if the lengths differ, or there are no examples
    /// @throws IndexOutOfBoundsException if an id has no name
    public static ClassificationReport of(int[] gold, int[] predicted, List<String> names) {
        return of(ConfusionMatrix.of(gold, predicted, names.size()), names);
    }

    /// Works out the report of a confusion matrix.
    ///
    /// @param matrix the counts
    /// @param names the classes' names in the order of their ids
    /// @return the report
    /// @throws IllegalArgumentException if there are more or fewer names than classes
    public static ClassificationReport of(ConfusionMatrix matrix, List<String> names) {
        if (names.size() != matrix.classes()) {
            throw new IllegalArgumentException(
                    "report: " + names.size() + " names: the confusion matrix has " + matrix.classes() + " classes");
        }
        List<ClassScores> classes = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            classes.add(ClassScores.of(names.get(k), matrix, k));
        }
        return new ClassificationReport(classes, matrix.accuracy(), ClassScores.macroAverage(classes),
                ClassScores.weightedAverage(classes), matrix);
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
        return new ReportTable(classes, digits)
                .accuracy(accuracy, matrix.total())
                .row(macroAverage)
                .row(weightedAverage)
                .toString();
    }

    @Override
    public String confusions() {
        return ConfusionText.of(matrix, classes.stream().map(ClassScores::name).toList());
    }

    /// Writes fields into an open JSON object: `accuracy`, `macro avg`, `weighted avg` with scikit-learn's keys; `classes`, an
    /// object a class under its name (apart, so that a class may be called "accuracy"); `matthews_correlation`,
    /// `cohens_kappa`; `labels` and `confusion_matrix`, a row for each true class.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeNumberField("accuracy", accuracy);
        macroAverage.writeField(json);
        weightedAverage.writeField(json);
        json.writeNumberField("matthews_correlation", matrix.matthewsCorrelation());
        json.writeNumberField("cohens_kappa", matrix.cohensKappa());
        json.writeObjectFieldStart("classes");
        for (ClassScores scores : classes) {
            scores.writeField(json);
        }
        json.writeEndObject();
        json.writeArrayFieldStart("labels");
        for (ClassScores scores : classes) {
            json.writeString(scores.name());
        }
        json.writeEndArray();
        writeMatrix(json);
    }

    private void writeMatrix(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("confusion_matrix");
        for (int gold = 0; gold < matrix.classes(); gold++) {
            json.writeStartArray();
            for (int predicted = 0; predicted < matrix.classes(); predicted++) {
                json.writeNumber(matrix.count(gold, predicted));
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }
}
