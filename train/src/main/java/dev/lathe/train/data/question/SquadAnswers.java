package dev.lathe.train.data.question;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.JsonRow;
import dev.lathe.train.data.rows.QuotedNames;
import java.util.ArrayList;
import java.util.List;

/// The answers of a question of SQuAD, each held against the context.
public final class SquadAnswers {

    private SquadAnswers() {
    }

    static List<GoldAnswer> of(JsonRow question, String id, String context) {
        boolean impossible = question.has("is_impossible") && question.truth("is_impossible");
        List<JsonRow> given = question.has("answers") ? question.rows("answers") : List.of();
        if (impossible != given.isEmpty()) {
            throw error(question, id, impossible
                    ? "it has answers, but 'is_impossible' is true"
                    : "it has no answers; without any it needs \"is_impossible\": true");
        }
        List<GoldAnswer> answers = new ArrayList<>();
        for (JsonRow answer : given) {
            answers.add(answer(question, id, context, answer.text("text"), answer.index("answer_start")));
        }
        return answers;
    }

    private static GoldAnswer answer(JsonRow question, String id, String context, String text, int codePoint) {
        if (text.isBlank()) {
            throw error(question, id, "an answer is blank");
        }
        String what = "answer " + QuotedNames.of(text) + " starts at " + codePoint;
        int length = context.codePointCount(0, context.length());
        if (codePoint >= length) {
            throw error(question, id, what + ": the context has " + length + " characters");
        }
        int start = context.offsetByCodePoints(0, codePoint);
        if (!context.startsWith(text, start)) {
            int end = Math.min(context.length(), start + text.length());
            throw error(question, id, what + ": the context has " + QuotedNames.of(context.substring(start, end)) + " there");
        }
        return new GoldAnswer(text, start);
    }

    private static DataException error(JsonRow question, String id, String reason) {
        return question.source().error("question " + QuotedNames.of(id) + ": " + reason);
    }
}
