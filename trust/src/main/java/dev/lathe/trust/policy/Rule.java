package dev.lathe.trust.policy;

import dev.lathe.trust.provenance.Provenance;
import dev.lathe.trust.provenance.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/// One thing that a policy asks for. What was not measured or said counts as refused.
sealed interface Rule {
    int DIGITS = 6;

    /// From when on it can be asked for.
    Moment from();

    /// Why a model is refused: the rule's name and value, and what was found; empty if it is not.
    Optional<String> refusal(Facts facts);

    /// Base and data are under one of these licences.
    record Licences(Set<String> allowed) implements Rule {
        @Override
        public Moment from() {
            return Moment.BEFORE_TRAINING;
        }

        @Override
        public Optional<String> refusal(Facts facts) {
            return facts.provenance().licences().stream().filter(licence -> !allowed.contains(licence.id())).findFirst()
                    .map((Provenance.Licence licence) -> "licences: the licence of the %s is '%s', not one of %s".formatted(
                            licence.of(), licence.id(), String.join(", ", new TreeSet<>(allowed))));
        }
    }

    /// A number of the report is not below, or not above, a bound.
    ///
    /// @param name the rule's
    /// @param pointer to the number
    record Bound(String name, String pointer, double bound, boolean least) implements Rule {
        @Override
        public Moment from() {
            return Moment.TRAINED;
        }

        @Override
        public Optional<String> refusal(Facts facts) {
            OptionalDouble found = facts.provenance().measured(pointer);
            if (found.isEmpty()) {
                return Optional.of("%s %s: not measured, %s %s is asked for".formatted(name, pointer, word(), figure(bound)));
            }
            double value = found.getAsDouble();
            return (least ? value >= bound : value <= bound) ? Optional.empty()
                    : Optional.of("%s %s: %s, %s %s is asked for".formatted(name, pointer, figure(value, bound), word(), figure(bound)));
        }

        private String word() {
            return least ? "at least" : "at most";
        }
    }

    /// The training was private, and this much at most was spent.
    record MostEpsilon(double bound) implements Rule {
        @Override
        public Moment from() {
            return Moment.TRAINED;
        }

        @Override
        public Optional<String> refusal(Facts facts) {
            OptionalDouble epsilon = facts.provenance().epsilon();
            if (epsilon.isEmpty()) {
                return Optional.of("max_epsilon: not measured, at most %s is asked for".formatted(figure(bound)));
            }
            return epsilon.getAsDouble() <= bound ? Optional.empty()
                    : Optional.of("max_epsilon: %s, at most %s is asked for".formatted(figure(epsilon.getAsDouble(), bound), figure(bound)));
        }
    }

    /// All files are as somebody has signed them.
    ///
    /// @param by fingerprints of keys, one of which it must be; any if empty
    record Signed(Set<String> by) implements Rule {
        @Override
        public Moment from() {
            return Moment.EVALUATED;
        }

        @Override
        public Optional<String> refusal(Facts facts) {
            return switch (facts.signature()) {
                case Verdict.Unsigned _ -> Optional.of("signed: unsigned");
                case Verdict.Broken broken -> Optional.of("signed: " + broken.faults().getFirst());
                case Verdict.Intact intact -> by.isEmpty() || by.contains(intact.fingerprint()) ? Optional.empty()
                        : Optional.of("signed: by %s, not one of %s".formatted(intact.fingerprint(), String.join(", ", new TreeSet<>(by))));
            };
        }
    }

    /// Personal data of these types is replaced in requests.
    record Masked(Set<String> types) implements Rule {
        @Override
        public Moment from() {
            return Moment.SERVED;
        }

        @Override
        public Optional<String> refusal(Facts facts) {
            var missing = new TreeSet<>(types);
            missing.removeAll(facts.masked());
            return missing.isEmpty() ? Optional.empty() : Optional.of("masked: %s not masked in requests".formatted(String.join(", ", missing)));
        }
    }

    /// Six digits at most, as tables have them.
    private static String figure(double value) {
        return Double.isFinite(value) ? String.valueOf(new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue()) : String.valueOf(value);
    }

    /// A figure beside the bound that it breaks: in full, where six digits would show the bound itself.
    private static String figure(double value, double bound) {
        return figure(value).equals(figure(bound)) ? String.valueOf(value) : figure(value);
    }
}
