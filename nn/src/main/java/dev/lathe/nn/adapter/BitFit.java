package dev.lathe.nn.adapter;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Trains the biases of the base, those of layer normalisation among them, and nothing else of it. Adds no parameter.
///
/// Source: Ben Zaken et al., 2022, section 3.
public record BitFit() implements AdapterMethod {
    public static final BitFit DEFAULT = new BitFit();

    @Override
    public String name() {
        return "bitfit";
    }

    @Override
    public double usualRate() {
        return 1e-3;
    }

    @Override
    public SequencedMap<String, Object> settings() {
        return new LinkedHashMap<>();
    }

    @Override
    public boolean trains(String path) {
        return path.endsWith(".bias");
    }
}
