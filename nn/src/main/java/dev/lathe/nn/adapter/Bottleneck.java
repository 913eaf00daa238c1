package dev.lathe.nn.adapter;

import dev.lathe.nn.ModelScope;
import dev.lathe.nn.Residual;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// A narrow network at the end of half a layer: h + U a(D x + d) + u, with D `[size,features]` and U `[features,size]`, before the half's
/// input is added. U and u start from zeros.
///
/// @param form where it stands, and what x is
/// @param activation a
/// @param size rows of D, 1 or more; the features of a row over `reduction` if empty
/// @param reduction by how much D narrows, where `size` does not say it
public record Bottleneck(Form form, Activation activation, OptionalInt size, int reduction) implements AdapterMethod {
    private static final List<String> FIRST_HALF = List.of("attention.output.dense", "attention.out_lin");
    private static final List<String> BOTH_HALVES = List.of("attention.output.dense", "attention.out_lin", "output.dense", "ffn.lin2");
    private static final int USUAL_REDUCTION = 16;

    /// One a layer, as AdapterHub's `seq_bn`: a sixteenth of the width, ReLU.
    public static final Bottleneck PFEIFFER =
            new Bottleneck(Form.PFEIFFER, Activation.RELU, OptionalInt.empty(), USUAL_REDUCTION);

    /// Two a layer, as in the first paper: a sixteenth of the width, GELU.
    public static final Bottleneck HOULSBY =
            new Bottleneck(Form.HOULSBY, Activation.GELU, OptionalInt.empty(), USUAL_REDUCTION);

    /// Where bottlenecks stand.
    public enum Form {
        /// Behind attention and behind the feed-forward part; x is h. Source: Houlsby et al., 2019, section 2.1 and figure 2.
        HOULSBY,
        /// Behind the feed-forward part; x is the layer's result without the adapter, LayerNorm(h + input).
        /// Source: Pfeiffer et al., 2021, section 3.2 and figure 5.
        PFEIFFER
    }

    /// What is between the two maps.
    public enum Activation {
        /// In its exact form.
        GELU,
        RELU
    }

    /// @throws IllegalArgumentException naming what is out of range
    public Bottleneck {
        if (size.isPresent() && size.getAsInt() < 1) {
            throw new IllegalArgumentException("adapterSize %d: needs at least 1".formatted(size.getAsInt()));
        }
        if (reduction < 1) {
            throw new IllegalArgumentException("adapterReduction %d: needs at least 1".formatted(reduction));
        }
    }

    public Bottleneck withSize(int value) {
        return new Bottleneck(form, activation, OptionalInt.of(value), reduction);
    }

    public Bottleneck withReduction(int value) {
        return new Bottleneck(form, activation, OptionalInt.empty(), value);
    }

    public Bottleneck withActivation(Activation value) {
        return new Bottleneck(form, value, size, reduction);
    }

    @Override
    public String name() {
        return "adapter";
    }

    @Override
    public double usualRate() {
        return 1e-3;
    }

    @Override
    public SequencedMap<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("adapter-form", form.name().toLowerCase(Locale.ROOT));
        settings.put("adapter-act", activation.name().toLowerCase(Locale.ROOT));
        if (size.isPresent()) {
            settings.put("adapter-size", size.getAsInt());
        } else {
            settings.put("adapter-reduction", reduction);
        }
        return settings;
    }

    @Override
    public Targets ends() {
        return switch (form) {
            case HOULSBY -> Targets.of(BOTH_HALVES);
            case PFEIFFER -> Targets.of(BOTH_HALVES).excluding(FIRST_HALF);
        };
    }

    @Override
    public Residual behind(ModelScope place, int features) {
        return new BottleneckResidual(place, this, features, size.orElse(Math.max(1, features / reduction)));
    }

    @Override
    public boolean merges() {
        return false;
    }
}
