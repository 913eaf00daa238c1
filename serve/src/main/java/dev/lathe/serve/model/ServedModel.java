package dev.lathe.serve.model;

import dev.lathe.Device;
import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.ModelHead;
import dev.lathe.bert.directory.ModelDirectory;
import java.io.IOException;

/// A model that requests can ask for, by what its head can do.
public sealed interface ServedModel extends AutoCloseable
        permits EmbeddingModel, LabelModel, EntityModel, AnswerModel, MaskModel {
    /// A model by itself.
    ///
    /// @param device that models may share; it stays open when they close
    /// @throws CheckpointException if the model has a head that nobody can be served with
    static ServedModel open(String name, ModelDirectory directory, Device device) throws IOException {
        try (var bases = new ServedBases(device, CallOptions.USUAL)) {
            return open(name, directory, bases);
        }
    }

    /// A model that has its base's weights and batches in common with others.
    ///
    /// @throws CheckpointException if the model has a head that nobody can be served with
    static ServedModel open(String name, ModelDirectory directory, ServedBases bases) throws IOException {
        ModelHead head = directory.config().head().orElseThrow(() -> unserved(directory));
        return bases.opened(name, directory, place -> switch (head) {
            // A file that names labels and no architecture is a classifier's.
            case NONE -> directory.config().labels().isEmpty()
                    ? EmbeddingModel.open(name, directory, place) : LabelModel.open(name, directory, place);
            case SEQUENCE_CLASSIFICATION -> LabelModel.open(name, directory, place);
            case TOKEN_CLASSIFICATION -> EntityModel.open(name, directory, place);
            case QUESTION_ANSWERING -> AnswerModel.open(name, directory, place);
            case MASKED_LM, PRE_TRAINING -> MaskModel.open(name, directory, place);
            case NEXT_SENTENCE_PREDICTION, MULTIPLE_CHOICE -> throw unserved(directory);
        });
    }

    private static CheckpointException unserved(ModelDirectory directory) {
        return new CheckpointException(directory.configFile(), "%s: there is no route for such a model".formatted(
                directory.config().architecture()));
    }

    ModelFacts facts();

    /// Where requests wait for it.
    CallGate gate();

    /// What it does, as text-embeddings-inference calls it: `embedding`, `classifier`, `reranker`, and ours.
    String type();

    /// Answers something, so that the first client does not wait for what is made once.
    void warmUp();

    @Override
    void close();
}
