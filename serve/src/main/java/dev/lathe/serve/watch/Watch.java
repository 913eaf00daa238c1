package dev.lathe.serve.watch;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.watch.drift.DriftReport;
import dev.lathe.watch.drift.DriftTest;
import dev.lathe.watch.drift.Observation;
import dev.lathe.watch.drift.Observations;
import dev.lathe.watch.drift.Reference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Hears of every answer, and remembers numbers about the last ones. Texts are gone with their request. Safe for several threads.
public final class Watch {
    /// How long answers are remembered.
    public static final Duration LONGEST = RecentCounts.LONGEST;
    /// Texts of one request that are looked at for drift: one client's batch is not all there is.
    private static final int OF_ONE_REQUEST = 16;
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final long SEED = 1;

    private final InstantSource clock;
    private final RecentCounts recent;
    private final Map<String, Drifting> drifting = new ConcurrentHashMap<>();

    /// What a model is compared with.
    private static final class Drifting {
        private final Reference reference;
        private final Observations last = new Observations(Reference.MOST);
        private Instant found = Instant.MIN;
        private @Nullable DriftReport report;

        Drifting(Reference reference) {
            this.reference = reference;
        }

        /// A model that has been replaced by one of other labels has no reference here.
        void add(Observation observation) {
            if (reference.sample().isEmpty() || reference.sample().getFirst().scores().size() == observation.scores().size()) {
                last.add(observation);
            }
        }
    }

    /// @param references those of the models that have one, by the models' names
    /// @param clock tells the time
    public Watch(Map<String, Reference> references, InstantSource clock) {
        this.clock = clock;
        recent = new RecentCounts(clock);
        references.forEach((model, reference) -> drifting.put(model, new Drifting(reference)));
    }

    /// Of models without references.
    public static Watch ofNothing() {
        return new Watch(Map.of(), InstantSource.system());
    }

    /// A request was answered that asked a model or its tokenizer.
    public void answered(int status, long nanos) {
        recent.count(counts -> counts.answered(status, nanos * 1e-9));
    }

    /// Texts were given labels.
    ///
    /// @param several whether a text may have any number of them
    public void labelled(String model, Tokenizer tokenizer, boolean several, List<TextInput> texts, List<Prediction> predictions) {
        recent.count(counts -> {
            for (Prediction prediction : predictions) {
                counts.labelled(model, several ? prediction.labels() : List.of(prediction.label()));
            }
        });
        Drifting known = drifting.get(model);
        if (known != null) {
            for (int i : Observations.spread(texts.size(), OF_ONE_REQUEST)) {
                known.add(observation(tokenizer, known.reference.maxLength(), texts.get(i), predictions.get(i)));
            }
        }
    }

    /// Texts were given vectors.
    ///
    /// @param tokens how many the model reads of a text
    public void embedded(String model, Tokenizer tokenizer, ToIntFunction<String> tokens, List<String> texts, List<float[]> vectors) {
        Drifting known = drifting.get(model);
        if (known != null) {
            for (int i : Observations.spread(texts.size(), OF_ONE_REQUEST)) {
                int size = tokens.applyAsInt(texts.get(i));
                double unknown = (double) unknown(tokenizer, tokenizer.encode(texts.get(i), known.reference.maxLength())) / size;
                known.add(Observation.ofVector(size, unknown, vectors.get(i)));
            }
        }
    }

    private static Observation observation(Tokenizer tokenizer, int maxLength, TextInput text, Prediction prediction) {
        Encoding tokens = text.pair().isPresent()
                ? tokenizer.encode(text.text(), text.pair().get(), maxLength) : tokenizer.encode(text.text(), maxLength);
        return new Observation(tokens.size(), (double) unknown(tokenizer, tokens) / tokens.size(), prediction.label(), prediction.score(),
                List.copyOf(prediction.scores().values()));
    }

    private static int unknown(Tokenizer tokenizer, Encoding tokens) {
        OptionalInt unknown = tokenizer.vocabulary().id(tokenizer.specialTokens().unk());
        int count = 0;
        for (int i = 0; i < tokens.size(); i++) {
            count += unknown.isPresent() && tokens.id(i) == unknown.getAsInt() ? 1 : 0;
        }
        return count;
    }

    /// What was answered within a time that ends now, [#LONGEST] at most.
    public Counts within(Duration time) {
        return recent.within(time);
    }

    /// Whether a model has a reference of its training to be compared with.
    public boolean hasReference(String model) {
        return drifting.containsKey(model);
    }

    /// The last texts of a model against those of its training, worked out again after half a minute; empty if it has no reference, or one
    /// of both is too small.
    public Optional<DriftReport> drift(String model) {
        Drifting known = drifting.get(model);
        if (known == null) {
            return Optional.empty();
        }
        synchronized (known) {
            Instant now = clock.instant();
            if (known.found.equals(Instant.MIN) || now.isAfter(known.found.plus(FRESH))) {
                List<Observation> last = known.last.all();
                boolean enough = Math.min(last.size(), known.reference.sample().size()) >= DriftTest.FEWEST;
                known.report = enough ? DriftTest.of(known.reference.sample(), last, SEED) : null;
                known.found = now;
            }
            return Optional.ofNullable(known.report);
        }
    }
}
