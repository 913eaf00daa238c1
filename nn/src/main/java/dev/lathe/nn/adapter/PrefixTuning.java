package dev.lathe.nn.adapter;

import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.ModelScope;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Keys and values that are learnt, before those of every text in every layer: attention sees them, nothing else does. Positions of a text's
/// tokens start behind them, so it may be that much shorter: as PEFT does.
///
/// Source: Li and Liang, 2021, section 4.2; of encoders, and without a network that makes them, Liu et al., 2022 (P-Tuning v2), section 3.2.
///
/// @param virtualTokens how many, 1 or more
public record PrefixTuning(int virtualTokens) implements AdapterMethod {
    /// 20 of them.
    public static final PrefixTuning DEFAULT = new PrefixTuning(20);

    /// @throws IllegalArgumentException if there is none
    public PrefixTuning {
        VirtualTokens.requireSome(virtualTokens);
    }

    @Override
    public String name() {
        return "prefix";
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
    public Optional<LearnedRows> prefix(ModelScope encoder, int layers, int features) {
        return Optional.of(new LearnedRows(encoder, virtualTokens, 2 * layers, features, VirtualTokens.INITIAL));
    }

    @Override
    public boolean merges() {
        return false;
    }
}
