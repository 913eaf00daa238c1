package dev.lathe.nn.adapter;

import dev.lathe.nn.Initializer;

/// What [PromptTuning] and [PrefixTuning] have in common.
final class VirtualTokens {
    /// The deviation that BERT's own values start with; PEFT's is 1.
    static final Initializer INITIAL = Initializer.normal(0.02);

    private VirtualTokens() {}

    static void requireSome(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("virtualTokens %d: needs at least 1".formatted(count));
        }
    }
}
