package dev.lathe.cli;

import java.util.Locale;

/// What a model can be fine-tuned for.
enum Task {
    SEQUENCE_CLASSIFICATION;

    /// As options and files write it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
