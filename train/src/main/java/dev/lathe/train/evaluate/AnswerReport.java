package dev.lathe.train.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.AnswerScores;
import dev.lathe.train.evaluate.score.AnsweredQuestion;
import dev.lathe.train.evaluate.score.Bootstrap;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.evaluate.text.ScoreLines;
import java.io.IOException;
import java.util.List;

/// Exact match and F1 of answers, as the official evaluations of SQuAD 1.1 and 2.0 count them.
///
/// @param all of all questions
/// @param hasAnswer of those that the text answers
/// @param noAnswer of those that it does not; in SQuAD 1.1 there are none
/// @param questions each of them, for a [Bootstrap] of [AnsweredQuestion#f1]
public record AnswerReport(
        AnswerScores all, AnswerScores hasAnswer, AnswerScores noAnswer, List<AnsweredQuestion> questions) implements Report {

    /// Copies the questions.
    public AnswerReport {
        questions = List.copyOf(questions);
    }

    /// Works out a report.
    ///
    /// @param questions questions with what was answered; see [AnsweredQuestion#decided] if some may have no answer
    /// @return the report
    /// @throws IllegalArgumentException if there are no questions
    public static AnswerReport of(List<AnsweredQuestion> questions) {
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("answer report: no questions");
        }
        return new AnswerReport(AnswerScores.of(questions),
                AnswerScores.of(questions.stream().filter(AnsweredQuestion::hasAnswer).toList()),
                AnswerScores.of(questions.stream().filter(question -> !question.hasAnswer()).toList()), questions);
    }

    /// What people read: a score a line, those with and without answer apart if there are both.
    ///
    /// @return lines that end in `\n`
    @Override
    public String toText() {
        ScoreLines lines = new ScoreLines().score("exact", all.exact()).score("f1", all.f1()).count("total", all.total());
        if (noAnswer.total() > 0) {
            write(lines, "HasAns", hasAnswer);
            write(lines, "NoAns", noAnswer);
        }
        return lines.toString();
    }

    private static void write(ScoreLines lines, String part, AnswerScores scores) {
        lines.score(part + " exact", scores.exact()).score(part + " f1", scores.f1()).count(part + " total", scores.total());
    }

    /// Writes fields into an open JSON object: `exact`, `f1`, `total`; if there are questions without answer, also `HasAns` and
    /// `NoAns`, objects with the same fields.
    ///
    /// @param json where to
    /// @throws IOException if writing fails
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        all.writeFields(json);
        if (noAnswer.total() > 0) {
            json.writeObjectFieldStart("HasAns");
            hasAnswer.writeFields(json);
            json.writeEndObject();
            json.writeObjectFieldStart("NoAns");
            noAnswer.writeFields(json);
            json.writeEndObject();
        }
    }
}
