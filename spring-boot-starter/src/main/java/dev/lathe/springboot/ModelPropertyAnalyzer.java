package dev.lathe.springboot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Tells in the place of a stack trace which property names no model, and what to do.
final class ModelPropertyAnalyzer extends AbstractFailureAnalyzer<ModelPropertyException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, ModelPropertyException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
