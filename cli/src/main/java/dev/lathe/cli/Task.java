package dev.lathe.cli;

/// What a model can be fine-tuned for.
enum Task {
    SEQUENCE_CLASSIFICATION
}
