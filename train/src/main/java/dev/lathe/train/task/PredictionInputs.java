package dev.lathe.train.task;

import dev.lathe.bert.predict.TextInput;
import dev.lathe.train.data.ChoiceExample;
import dev.lathe.train.data.question.QuestionExample;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a [Predictor] is to make predictions of; each asks for what its task reads.
///
/// Whoever gives something else answers with an exception of their own, which says what the model needs.
public interface PredictionInputs {
    /// Hands over the texts, or pairs of texts, in their order and some at a time.
    void texts(Use use) throws IOException;

    /// Asks whose texts those of [#texts] are, for a model that decides by it; to be called before them.
    ///
    /// @param column of the file that says so
    /// @return gives, once for each text that [#texts] has handed over and in their order, whose it is
    Supplier<String> groups(String column);

    /// The one question, if no file of them is given.
    Optional<QuestionAndContext> question();

    /// The questions of a file.
    List<QuestionExample> questions() throws IOException;

    /// Hands over the questions, with what may be chosen, in their order and some at a time.
    void choices(ChoiceUse use) throws IOException;

    /// What is done with the next texts.
    @FunctionalInterface
    interface Use {
        void accept(List<TextInput> chunk) throws IOException;
    }

    /// What is done with the next questions.
    @FunctionalInterface
    interface ChoiceUse {
        void accept(List<ChoiceExample> chunk) throws IOException;
    }

    /// @param context the text that the question is about
    record QuestionAndContext(String question, String context) {}
}
