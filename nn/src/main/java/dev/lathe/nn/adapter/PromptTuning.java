package dev.lathe.nn.adapter;

import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.ModelScope;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Vectors that are learnt, before the word embeddings of every text. They have positions and token types as words have, so a text may be that
/// much shorter, and the head reads the first of them where it would read `[CLS]`: as PEFT does.
///
/// Source: Lester et al., 2021, section 2.
///
/// @param virtualTokens how many, 1 or more
public record PromptTuning(int virtualTokens) implements AdapterMethod {
    /// 20 of them.
    public static final PromptTuning DEFAULT = new PromptTuning(20);

    /// @throws IllegalArgumentException if there is none
    public PromptTuning {
        VirtualTokens.requireSome(virtualTokens);
    }

    @Override
    public String name() {
        return "prompt";
    }

    @Override
    public double usualRate() {
        return 1e-2;
    }

    @Override
    public SequencedMap<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("virtual-tokens", virtualTokens);
        return settings;
    }

    @Override
    public Optional<LearnedRows> prompt(ModelScope encoder, int features) {
        return Optional.of(new LearnedRows(encoder, virtualTokens, 1, features, VirtualTokens.INITIAL));
    }

    @Override
    public boolean merges() {
        return false;
    }
}
