package dev.lathe.train.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.AnsweredQuestion;
import dev.lathe.train.evaluate.score.NoAnswerThreshold;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// How well questions are answered of which some have no answer, and the thresholds with which that would go best.
///
/// @param answers with the usual threshold
/// @param exact the threshold for the best exact match, which is its score
/// @param f1 the threshold for the best F1
public record ThresholdReport(AnswerReport answers, NoAnswerThreshold exact, NoAnswerThreshold f1) implements Report {

    /// @param undecided questions with the best answers, and how much higher no answer is scored
    public static ThresholdReport of(AnswerReport answers, List<AnsweredQuestion> undecided) {
        return new ThresholdReport(answers, NoAnswerThreshold.ofExact(undecided), NoAnswerThreshold.ofF1(undecided));
    }

    @Override
    public String toText() {
        return answers.toText() + line("best exact", exact) + line("best f1", f1);
    }

    private static String line(String name, NoAnswerThreshold best) {
        return String.format(Locale.ROOT, "%-20s%.4f with threshold %.4f\n", name, best.score(), best.threshold());
    }

    /// Writes the fields of the answers' report, and as the official evaluation calls them `best_exact`, `best_exact_thresh`,
    /// `best_f1`, `best_f1_thresh`.
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        answers.writeFields(json);
        write(json, "best_exact", exact);
        write(json, "best_f1", f1);
    }

    private static void write(JsonGenerator json, String name, NoAnswerThreshold best) throws IOException {
        json.writeNumberField(name, best.score());
        if (Double.isFinite(best.threshold())) {
            json.writeNumberField(name + "_thresh", best.threshold());
        } else {
            json.writeNullField(name + "_thresh");
        }
    }
}
