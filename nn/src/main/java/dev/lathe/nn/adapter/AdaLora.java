package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// Maps of low rank whose ranks are shared out while training: y = W x + b + s B diag(E) A x, with A `[rank,in]`, B `[out,rank]` and E
/// `[rank,1]`, which starts from zeros; s is alpha over the first rank. The least important values of E are set to 0; see [RankAllocation].
///
/// Source: Zhang et al., 2023, section 3; where it leaves a choice, PEFT's: s, initial values, names.
///
/// @param rank of each added map at first, 1 or more; `init_r`
/// @param targetRank of the added maps on average at the end, 1 to `rank`; `target_r`
/// @param alpha what the added map is scaled by, before it is divided
/// @param targets which maps of the base get one
/// @param dropout of what the added map reads, in `[0, 1)`
/// @param begin steps before ranks fall, `tinit`; a tenth of all if empty
/// @param end steps at the end in which ranks stay, `tfinal`; three tenths of all if empty
/// @param every steps between two allocations, 1 or more; `deltaT`
/// @param beta1 what is left of the smoothed sensitivity after a step, in `(0, 1)`
/// @param beta2 what is left of the smoothed uncertainty after a step, in `(0, 1)`
/// @param orthogonality what the distance of A Aᵀ and Bᵀ B from the identity counts in the loss, 0 or more; `orth_reg_weight`
/// @param ranks of single places, by their paths, where they are not `rank`: of files that hold only what is left
public record AdaLora(
        int rank, int targetRank, double alpha, Targets targets, double dropout, OptionalInt begin, OptionalInt end, int every,
        double beta1, double beta2, double orthogonality, Map<String, Integer> ranks) implements AdapterMethod {
    /// Ranks 12 and 8, alpha 16, query and value; the rest is PEFT's, but for `begin` and `end`.
    public static final AdaLora DEFAULT = new AdaLora(
            12, 8, 16, Lora.USUAL_TARGETS, 0, OptionalInt.empty(), OptionalInt.empty(), 1, 0.85, 0.85, 0.5, Map.of());

    static final String RIGHT = "lora_A";
    static final String VALUES = "lora_E";
    static final String LEFT = "lora_B";

    private static final int USUAL_BEGIN = 10;
    private static final double USUAL_END = 0.3;
    /// PEFT's, against a rank of 0.
    private static final double LITTLE = 1e-5;

    /// @throws IllegalArgumentException naming what is out of range
    public AdaLora {
        if (targetRank < 1 || targetRank > rank) {
            throw new IllegalArgumentException("adaloraTargetRank %d: needs at least 1 and at most the first rank, %d".formatted(targetRank, rank));
        }
        Lora.DEFAULT.withAlpha(alpha).withDropout(dropout);
        begin.ifPresent(steps -> require(steps >= 0, "adaloraBegin", steps, "0 or more"));
        end.ifPresent(steps -> require(steps >= 0, "adaloraEnd", steps, "0 or more"));
        require(every >= 1, "adaloraEvery", every, "at least 1");
        require(beta1 > 0 && beta1 < 1, "adaloraBeta1", beta1, "more than 0 and less than 1");
        require(beta2 > 0 && beta2 < 1, "adaloraBeta2", beta2, "more than 0 and less than 1");
        require(orthogonality >= 0 && !Double.isInfinite(orthogonality), "adaloraOrthogonality", orthogonality, "0 or more");
        ranks = Map.copyOf(ranks);
    }

    private static void require(boolean kept, String name, Number value, String range) {
        if (!kept) {
            throw new IllegalArgumentException("%s %s: needs %s".formatted(name, value, range));
        }
    }

    public AdaLora withRanks(int first, int target) {
        return new AdaLora(first, target, alpha, targets, dropout, begin, end, every, beta1, beta2, orthogonality, ranks);
    }

    public AdaLora withTargets(Targets value) {
        return new AdaLora(rank, targetRank, alpha, value, dropout, begin, end, every, beta1, beta2, orthogonality, ranks);
    }

    /// @param first steps before ranks fall
    /// @param last steps in which they stay
    /// @param steps between two allocations
    public AdaLora withSchedule(int first, int last, int steps) {
        return new AdaLora(rank, targetRank, alpha, targets, dropout, OptionalInt.of(first), OptionalInt.of(last), steps,
                beta1, beta2, orthogonality, ranks);
    }

    @Override
    public String name() {
        return "adalora";
    }

    @Override
    public double usualRate() {
        return 2e-3;
    }

    @Override
    public SequencedMap<String, Object> settings() {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("adalora-rank", rank);
        settings.put("adalora-target-rank", targetRank);
        settings.put("lora-alpha", alpha);
        settings.put("lora-targets", String.join(",", targets.names()));
        settings.put("lora-dropout", dropout);
        begin.ifPresent(steps -> settings.put("adalora-begin", steps));
        end.ifPresent(steps -> settings.put("adalora-end", steps));
        settings.put("adalora-every", every);
        settings.put("adalora-beta1", beta1);
        settings.put("adalora-beta2", beta2);
        settings.put("adalora-orthogonality", orthogonality);
        return settings;
    }

    /// s
    public double scale() {
        return alpha / (rank + LITTLE);
    }

    /// Steps before ranks fall.
    ///
    /// @param steps of the whole training
    public int beginOf(int steps) {
        return begin.orElse(steps / USUAL_BEGIN);
    }

    /// Steps at the end in which ranks stay.
    ///
    /// @param steps of the whole training
    public int endOf(int steps) {
        return end.orElse((int) (steps * USUAL_END));
    }

    /// How many values of E are kept after a step, of all places together: falls from all to the target with the third power of the time
    /// that is left (equation 12).
    ///
    /// @param step from 1
    /// @param steps of the whole training
    /// @param all values of E
    /// @param target of them at the end
    int budget(int step, int steps, int all, int target) {
        int first = beginOf(steps);
        int last = steps - endOf(steps);
        if (step <= first) {
            return all;
        }
        if (step >= last) {
            return target;
        }
        double left = 1 - (double) (step - first) / (last - first);
        return (int) ((all - target) * left * left * left + target);
    }

    @Override
    public AdaptedLinear at(ModelScope place, DenseLinear base, int in, int out) {
        int own = ranks.getOrDefault(place.path(), rank);
        var added = LowRankMap.of(place, this, own, in, out);
        return own == 0 ? new Unchanged(base) : new LoraLinear(base, added);
    }

    /// A map to which nothing is added any more.
    private record Unchanged(DenseLinear base) implements AroundProduct {
        @Override
        public Tensor forward(Workspace ws, Tensor x) {
            return base.forward(ws, x);
        }

        @Override
        public void merge() {
            // Nothing is added.
        }
    }

    @Override
    public Optional<AdapterCourse> course(List<Parameter> trained, int steps, Workspace states) {
        return Optional.of(new RankAllocation(this, trained, steps, states));
    }
}
