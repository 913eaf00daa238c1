package dev.lathe.cli.options;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.ExampleJson;
import dev.lathe.train.data.question.QuestionExample;
import dev.lathe.train.task.Predictor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The rows of a file that were handed over to a model, until the predictions come: which row each is of, and what the row says of its text.
final class NotedRows {
    private final Deque<Predictor.Fields> fields = new ArrayDeque<>();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private int taken;

    /// What a row says of its text: the adapter, or whose it is.
    record Mark(int row, String value) {}

    /// @param withText whether the row's text is written beside the prediction
    void take(Example example, boolean withText) {
        int row = ++taken;
        fields.add(json -> ExampleJson.write(row, example, withText, json));
    }

    /// A question, whose id is written with the answer.
    void takeQuestion(QuestionExample question, boolean withText) {
        int row = ++taken;
        fields.add(json -> {
            json.writeNumberField("row", row);
            if (withText) {
                json.writeStringField("question", question.question());
                json.writeStringField("context", question.context());
            }
        });
    }

    /// What the row that was taken last says.
    void mark(String value) {
        marks.add(new Mark(taken, value));
    }

    /// How many were taken.
    int taken() {
        return taken;
    }

    /// What stands in front of the next prediction; nothing if there is no file.
    Predictor.Fields next() {
        return Optional.ofNullable(fields.poll()).orElse(_ -> { });
    }

    /// The next row's mark.
    Mark nextMark() {
        return marks.remove();
    }

    /// Whether each row has its prediction.
    boolean areAnswered() {
        return fields.isEmpty();
    }
}
