package dev.lathe.springboot;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Tells in the place of a stack trace which file of a model does not load.
final class ModelFilesAnalyzer extends AbstractFailureAnalyzer<CheckpointException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, CheckpointException cause) {
        return new FailureAnalysis(
                "A model does not load. " + cause.getMessage(),
                "Let the property (lathe.embedding.model and its like) name a directory of such a model. 'lathe info DIR' tells what one holds.",
                cause);
    }
}
