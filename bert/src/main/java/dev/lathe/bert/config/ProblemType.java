package dev.lathe.bert.config;

import java.util.Locale;

/// Which loss a sequence classification head was trained with (`problem_type`).
public enum ProblemType {
    /// The file does not say: one label means regression, more mean one of several labels. See
    /// `ModelDirectory.problemType`.
    UNSPECIFIED,
    /// Exactly one label per text; softmax.
    SINGLE_LABEL_CLASSIFICATION,
    /// Any number of labels per text; a sigmoid each.
    MULTI_LABEL_CLASSIFICATION,
    /// Real numbers; squared error.
    REGRESSION;

    /// The name that a checkpoint's `config.json` uses.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The problem type that a checkpoint names.
    ///
    /// @throws IllegalArgumentException for an unknown name
    public static ProblemType of(String key) {
        for (ProblemType type : values()) {
            if (type != UNSPECIFIED && type.key().equals(key)) {
                return type;
            }
        }
        throw new IllegalArgumentException("problem_type '" + key
                + "': only single_label_classification, multi_label_classification and regression are known");
    }
}
