package dev.lathe.bert.predict;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import java.util.Locale;

/// Holds what a model was trained for against the class that opens it, before tensors are missed or stand for something else.
final class TrainedHead {
    private TrainedHead() {}

    /// @param opener the class that is to open it
    /// @param wanted what it opens
    /// @throws CheckpointException if the architecture that the model names has another head; a base without any, and an architecture
    ///     that nobody knows, are left to their weights
    static void require(ModelDirectory directory, Class<?> opener, ModelHead wanted) throws CheckpointException {
        ModelHead head = directory.config().head().orElse(ModelHead.NONE);
        boolean fits = head == ModelHead.NONE || head == wanted || head == ModelHead.PRE_TRAINING && wanted == ModelHead.MASKED_LM;
        if (!fits) {
            throw new CheckpointException(directory.path().toString(), "%s, trained for %s: %s, not %s".formatted(
                    directory.config().architecture(), head.name().toLowerCase(Locale.ROOT).replace('_', ' '), opening(head), opener.getSimpleName()));
        }
    }

    private static String opening(ModelHead head) {
        return switch (head) {
            case SEQUENCE_CLASSIFICATION -> "TextClassifier opens it";
            case TOKEN_CLASSIFICATION -> "TokenClassifier opens it";
            case QUESTION_ANSWERING -> "QuestionAnswerer opens it";
            case MULTIPLE_CHOICE -> "ChoiceSelector opens it";
            case MASKED_LM, PRE_TRAINING -> "MaskFiller opens it";
            case NONE, NEXT_SENTENCE_PREDICTION -> "TextEmbedder opens its encoder";
        };
    }
}
