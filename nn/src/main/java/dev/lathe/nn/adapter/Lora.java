package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.ModelScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A map of low rank beside the base's own: y = W x + b + s B A x, with A `[rank,in]` and B `[out,rank]`, which starts from zeros.
///
/// Source: Hu et al., 2022, section 4.1. s is alpha / rank, or alpha / sqrt(rank) (Kalajdzievski, 2023, theorem 3.2).
/// Decomposed (Liu et al., 2024, equation 5), each row of W + s B A is scaled to a length of its own, which is trained.
///
/// @param rank of the added map, 1 or more
/// @param alpha what the added map is scaled by, before it is divided
/// @param targets which maps of the base get one
/// @param dropout of what the added map reads, in `[0, 1)`
/// @param stable whether alpha is divided by the root of the rank (rsLoRA) instead of the rank
/// @param decomposed whether lengths of rows are trained too (DoRA)
public record Lora(int rank, double alpha, Targets targets, double dropout, boolean stable, boolean decomposed)
        implements AdapterMethod {
    /// The names of query and value in BERT, RoBERTa, ELECTRA and in DistilBERT.
    public static final Targets USUAL_TARGETS = Targets.of(List.of("query", "value", "q_lin", "v_lin"));

    /// Rank 8, alpha 16, query and value.
    public static final Lora DEFAULT = new Lora(8, 16, USUAL_TARGETS, 0, false, false);

    /// @throws IllegalArgumentException naming what is out of range
    public Lora {
        if (rank < 1) {
            throw new IllegalArgumentException("loraRank %d: needs at least 1".formatted(rank));
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("loraAlpha %s: needs more than 0".formatted(alpha));
        }
        if (!(dropout >= 0 && (float) dropout < 1)) {
            throw new IllegalArgumentException("loraDropout %s: needs 0 or more and less than 1".formatted(dropout));
        }
    }

    public Lora withRank(int value) {
        return new Lora(value, alpha, targets, dropout, stable, decomposed);
    }

    public Lora withAlpha(double value) {
        return new Lora(rank, value, targets, dropout, stable, decomposed);
    }

    public Lora withTargets(Targets value) {
        return new Lora(rank, alpha, value, dropout, stable, decomposed);
    }

    public Lora withDropout(double value) {
        return new Lora(rank, alpha, targets, value, stable, decomposed);
    }

    public Lora withStable(boolean value) {
        return new Lora(rank, alpha, targets, dropout, value, decomposed);
    }

    public Lora withDecomposed(boolean value) {
        return new Lora(rank, alpha, targets, dropout, stable, value);
    }

    @Override
    public String name() {
        return "lora";
    }

    @Override
    public double usualRate() {
        return 1e-3;
    }

    @Override
    public SequencedMap<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("lora-rank", rank);
        settings.put("lora-alpha", alpha);
        settings.put("lora-targets", String.join(",", targets.names()));
        settings.put("lora-dropout", dropout);
        settings.put("lora-rs", stable);
        settings.put("lora-dora", decomposed);
        return settings;
    }

    /// s
    public double scale() {
        return alpha / (stable ? Math.sqrt(rank) : rank);
    }

    @Override
    public AdaptedLinear at(ModelScope place, DenseLinear base, int in, int out) {
        var added = LowRankMap.of(place, this, in, out);
        return decomposed ? new DoraLinear(place, base, added, out) : new LoraLinear(base, added);
    }
}
