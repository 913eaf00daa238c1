package dev.lathe.train.data.question;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A question about a text.
///
/// @param source where it was read
/// @param id its name, which no other question of the file has
/// @param context the text
/// @param answers what people answered, each a part of the context; empty if the context does not answer the question
public record QuestionExample(SourceLine source, String id, String question, String context, List<GoldAnswer> answers)
        implements Example {

    /// @throws dev.lathe.train.data.rows.DataException if question or context is `null`
    public QuestionExample {
        source.require("question", question);
        source.require("context", context);
        answers = source.requireAll("answers", answers);
    }

    @Override
    public Optional<Object> gold() {
        return Optional.of(answers.stream().map(GoldAnswer::text).distinct().toList());
    }

    @Override
    public List<String> content() {
        return Stream.concat(
                Stream.of(id, question, context),
                answers.stream().flatMap(answer -> Stream.of(answer.text(), Integer.toString(answer.start())))).toList();
    }

    @Override
    public List<String> texts() {
        return List.of(question, context);
    }

    /// As its file calls it.
    @Override
    public Optional<String> rowId() {
        return Optional.of(id);
    }
}
