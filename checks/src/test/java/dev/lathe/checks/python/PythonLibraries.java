package dev.lathe.checks.python;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips a class of tests, and says why, unless the profile is on and every library is there in its version.
final class PythonLibraries implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        // Asked of the class once; its methods follow.
        String missing = context.getTestMethod().isPresent() ? "" : missing();
        return missing.isEmpty()
                ? ConditionEvaluationResult.enabled("the libraries are there")
                : ConditionEvaluationResult.disabled(missing);
    }

    private static String missing() {
        if (!Boolean.getBoolean("checks.python")) {
            return "minutes, and libraries of Python; mvn -Ppython";
        }
        try {
            return Python.missing();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
