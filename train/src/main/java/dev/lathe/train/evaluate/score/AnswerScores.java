package dev.lathe.train.evaluate.score;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// Exact match and F1 of some questions; the official evaluation prints them times 100.
///
/// @param exact the mean exact match; 0 of no questions
/// @param f1 the mean F1; 0 of no questions
/// @param total how many questions
public record AnswerScores(double exact, double f1, int total) {

    public static AnswerScores of(List<AnsweredQuestion> questions) {
        return new AnswerScores(questions.stream().mapToDouble(AnsweredQuestion::exact).average().orElse(0),
                questions.stream().mapToDouble(AnsweredQuestion::f1).average().orElse(0), questions.size());
    }

    public void writeFields(JsonGenerator json) throws IOException {
        json.writeNumberField("exact", exact);
        json.writeNumberField("f1", f1);
        json.writeNumberField("total", total);
    }
}
