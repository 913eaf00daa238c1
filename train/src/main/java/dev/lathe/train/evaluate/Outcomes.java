package dev.lathe.train.evaluate;

import dev.lathe.train.evaluate.calibration.ScoredClasses;
import dev.lathe.train.evaluate.score.SampleScore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What a model did with each example: what intervals of scores and comparisons of models rest on.
///
/// @param samples scores that can be worked out for any choice of examples, each under its [Score#key]
/// @param right for each example of the data, in its order, whether the model got it right; empty where no answer is right
///     or wrong, as of a regression
/// @param predicted for each example what the model makes of it, of the kind of [dev.lathe.train.data.Example#gold()]; empty if nothing
///     is told of single examples
/// @param scored what each class was given of each thing that was judged, examples or words of them; empty where there are no classes of
///     which one is right
public record Outcomes(
        SequencedMap<String, SampleScore> samples, List<Boolean> right, List<?> predicted, Optional<ScoredClasses> scored) {
    /// Nothing is known of single examples.
    static final Outcomes NONE = new Outcomes(new LinkedHashMap<>(), List.of(), List.of());

    /// Where no class was given anything.
    public Outcomes(SequencedMap<String, SampleScore> samples, List<Boolean> right, List<?> predicted) {
        this(samples, right, predicted, Optional.empty());
    }

    public Outcomes {
        samples = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(samples));
        right = List.copyOf(right);
        predicted = List.copyOf(predicted);
    }

    /// Examples that are right or wrong.
    public static Outcomes of(boolean[] right) {
        var list = new ArrayList<Boolean>();
        for (boolean one : right) {
            list.add(one);
        }
        return new Outcomes(new LinkedHashMap<>(), list, List.of());
    }

    /// Examples that are right or wrong, and a score that is the share of the right ones.
    public static Outcomes ofShare(String key, boolean[] right) {
        var ones = new double[right.length];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = right[i] ? 1 : 0;
        }
        return of(right).with(key, SampleScore.mean(ones));
    }

    /// Examples of which none is right or wrong.
    public static Outcomes ofScore(String key, SampleScore score) {
        return NONE.with(key, score);
    }

    /// The same with one more score.
    public Outcomes with(String key, SampleScore score) {
        var more = new LinkedHashMap<>(samples);
        more.put(key, score);
        return new Outcomes(more, right, predicted, scored);
    }

    /// The same, and what the model makes of each example.
    public Outcomes withPredicted(List<?> values) {
        return new Outcomes(samples, right, values, scored);
    }

    /// The same, and what each class was given.
    public Outcomes withScored(ScoredClasses values) {
        return new Outcomes(samples, right, predicted, Optional.of(values));
    }
}
