package dev.lathe.trust.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Rules of a JSON file, all of which a model must keep.
///
/// | key | asks for |
/// |---|---|
/// | `licences` | base and data are under one of these: a list of SPDX identifiers |
/// | `min_scores` | numbers of the report, by JSON pointers, that are at least so large |
/// | `max_gaps` | numbers of the report, by JSON pointers, that are at most so large |
/// | `max_epsilon` | a private training that has spent at most this |
/// | `signed` | `true`: every file as it was signed; a list of fingerprints: and by one of these keys |
/// | `masked` | types of personal data that are replaced in requests |
public final class Policy {
    private final String name;
    private final List<Rule> rules;

    Policy(String name, List<Rule> rules) {
        this.name = name;
        this.rules = List.copyOf(rules);
    }

    /// @throws PolicyException if a rule is unknown or cannot be kept by anybody
    /// @throws dev.lathe.bert.checkpoint.file.CheckpointException if the file is no JSON
    public static Policy read(Path file) throws IOException {
        return PolicyFile.read(file);
    }

    /// Whether it asks who has signed a model: finding out reads every file.
    public boolean asksWhoSigned() {
        return rules.stream().anyMatch(Rule.Signed.class::isInstance);
    }

    /// Every rule that a model breaks.
    ///
    /// @return for each its name, what it asks for and what was found
    public List<String> refusals(Facts facts, Moment moment) {
        return rules.stream().filter(rule -> rule.from().compareTo(moment) <= 0)
                .map(rule -> rule.refusal(facts)).flatMap(Optional::stream).toList();
    }

    /// @param what the model is, for the message
    /// @throws PolicyException naming every rule that it breaks
    public void require(String what, Facts facts, Moment moment) throws PolicyException {
        List<String> refusals = refusals(facts, moment);
        if (!refusals.isEmpty()) {
            throw new PolicyException("%s: refused by %s: %s".formatted(what, name, String.join("; ", refusals)));
        }
    }
}
