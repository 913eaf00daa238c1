package dev.lathe.train.task;

import dev.lathe.bert.predict.TextInput;
import dev.lathe.train.data.ChoiceExample;
import dev.lathe.train.data.question.QuestionExample;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a [Predictor] is to make predictions of; each asks for what its task reads.
///
/// Whoever gives something else answers with an exception of their own, which says what the model needs.
public interface PredictionInputs {
    /// Hands over the texts, or pairs of texts, in their order and some at a time.
    void texts(Use use) throws IOException;

    /// Whose texts those of [#texts] are, in their order, for a model that decides by it.
    ///
    /// @param column of the file that says so
    List<String> groups(String column) throws IOException;

    /// The one question, if no file of them is given.
    Optional<QuestionAndContext> question();

    /// The questions of a file.
    List<QuestionExample> questions() throws IOException;

    /// The questions, with what may be chosen.
    List<ChoiceExample> choices() throws IOException;

    /// What is done with the next texts.
    @FunctionalInterface
    interface Use {
        void accept(List<TextInput> chunk) throws IOException;
    }

    /// @param context the text that the question is about
    record QuestionAndContext(String question, String context) {}
}
