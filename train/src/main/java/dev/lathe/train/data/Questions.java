package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import java.io.IOException;
import java.nio.file.Path;

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
}
