package dev.lathe.train.task.choice;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// How often the right choice is found.
///
/// @param questions how many there are, at least one
/// @param correct for how many of them the right choice has the highest score
public record ChoiceReport(int questions, int correct) implements Report {

    static ChoiceReport of(boolean[] right) {
        int correct = 0;
        for (boolean one : right) {
            correct += one ? 1 : 0;
        }
        return new ChoiceReport(right.length, correct);
    }

    /// The share of questions for which the right choice is found.
    public double accuracy() {
        return (double) correct / questions;
    }

    Evaluation evaluation(double loss, boolean[] right, List<Integer> chosen) {
        Score headline = Score.high("accuracy", "accuracy", "Accuracy", accuracy());
        return new Evaluation(loss, List.of(headline), headline, this, Outcomes.ofShare("accuracy", right).withPredicted(chosen));
    }

    @Override
    public String toText() {
        return String.format(Locale.ROOT, "%-20s%.4f\n%-20s%d\n", "accuracy", accuracy(), "questions", questions);
    }

    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeNumberField("accuracy", accuracy());
        json.writeNumberField("questions", questions);
    }
}
