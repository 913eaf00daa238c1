package dev.lathe.train.data.question;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.QuotedNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Reads questions with their contexts and answers from the JSON of SQuAD 1.1 and 2.0.
///
/// `answer_start` counts code points there, as Python does; offsets in the examples count UTF-16 units.
public final class Questions {

    private Questions() {
    }

    /// Reads questions with answers. One without must say `"is_impossible": true`, as in SQuAD 2.0.
    ///
    /// @param path the file; opened once and read from front to back
    /// @return the questions, one or more
    /// @throws DataException naming file, line and question where an answer is not in its context, or something is missing
    /// @throws IOException if reading fails
    public static Dataset<QuestionExample> read(Path path) throws IOException {
        return Dataset.read(path, (file, in) -> new SquadReader(file, in, true).questions());
    }

    /// Reads questions that are to be answered; what the file says of answers is ignored.
    ///
    /// @param path the file; opened once and read from front to back
    /// @return the questions, one or more, without answers
    /// @throws DataException naming file, line and question where something is missing
    /// @throws IOException if reading fails
    public static Dataset<QuestionExample> readUnanswered(Path path) throws IOException {
        return Dataset.read(path, (file, in) -> new SquadReader(file, in, false).questions());
    }

    /// Checks that no two questions have one name, and that answers are what the context has in their place.
    ///
    /// @throws DataException naming the first where that is not so
    public static void requireSound(Dataset<QuestionExample> questions) {
        Set<String> ids = new HashSet<>();
        for (QuestionExample question : questions.examples()) {
            if (!ids.add(question.id())) {
                throw question.source().error("two questions are named " + QuotedNames.of(question.id()));
            }
            for (GoldAnswer answer : question.answers()) {
                boolean blank = answer.text().isBlank();
                if (blank || !question.context().startsWith(answer.text(), answer.start())) {
                    throw question.source().error("question " + QuotedNames.of(question.id()) + ": " + (blank ? "an answer is blank"
                            : "answer " + QuotedNames.of(answer.text()) + " is not in the context at " + answer.start()));
                }
            }
        }
    }
}
