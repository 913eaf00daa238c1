package dev.lathe.trust.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.trust.provenance.Fault;
import dev.lathe.trust.provenance.Provenance;
import dev.lathe.trust.provenance.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final Provenance GOOD = new Provenance(
            Map.of("base_license", "Apache-2.0", "options", Map.of("data-license", "CC-BY-4.0"), "run", Map.of("epsilon", 2.5)),
            Map.of("accuracy", 0.9, "classes", Map.of("a/b", Map.of("recall", 0.5)), "gaps", List.of(0.25), "unrounded", 0.1 + 0.045, "near", 0.1 + 1e-9));
    private static final Verdict SIGNED = new Verdict.Intact("ab", 1);

    @TempDir
    private Path folder;

    private Policy policy(String text) throws IOException {
        return Policy.read(Files.writeString(folder.resolve("policy.json"), text.replace('\'', '"')));
    }

    private List<String> refusals(String text) throws IOException {
        return policy(text).refusals(new Facts(GOOD, SIGNED, Set.of("MAIL", "IP")), Moment.SERVED);
    }

    @Test
    void aModelThatKeepsEveryRuleIsLetThrough() throws IOException {
        assertEquals(List.of(), refusals("""
                {'licences': ['Apache-2.0', 'CC-BY-4.0'], 'min_scores': {'/accuracy': 0.9, '/classes/a~1b/recall': 0.5},
                 'max_gaps': {'/gaps/0': 0.25}, 'max_epsilon': 2.5, 'signed': ['cd', 'ab'], 'masked': ['MAIL']}"""));
        assertEquals(List.of(), refusals("{'signed': true}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'licences': ['MIT', 'Apache-2.0']}            | licences: the licence of the data is 'CC-BY-4.0', not one of Apache-2.0, MIT
            {'min_scores': {'/accuracy': 0.91}}            | min_scores /accuracy: 0.9, at least 0.91 is asked for
            {'min_scores': {'/recall': 0.1}}               | min_scores /recall: not measured, at least 0.1 is asked for
            {'max_gaps': {'/gaps/0': 0.2}}                 | max_gaps /gaps/0: 0.25, at most 0.2 is asked for
            {'max_gaps': {'/gaps/1': 0.2}}                 | max_gaps /gaps/1: not measured, at most 0.2 is asked for
            {'max_gaps': {'/unrounded': 0.1}}              | max_gaps /unrounded: 0.145, at most 0.1 is asked for
            {'max_gaps': {'/near': 0.1}}                   | max_gaps /near: 0.100000001, at most 0.1 is asked for
            {'min_scores': {'/accuracy': 0.98765432109}}   | min_scores /accuracy: 0.9, at least 0.987654 is asked for
            {'max_epsilon': 2}                             | max_epsilon: 2.5, at most 2.0 is asked for
            {'signed': ['cd']}                             | signed: by ab, not one of cd
            {'masked': ['PHONE', 'MAIL', 'IBAN']}          | masked: IBAN, PHONE not masked in requests
            """)
    void aBrokenRuleIsNamedWithWhatWasFound(String text, String refusal) throws IOException {
        assertEquals(List.of(refusal), refusals(text));
    }

    @Test
    void whatNobodyHasMeasuredOrSaidIsRefused() throws IOException {
        var unknown = Facts.of(new Provenance(Map.of(), Map.of()));
        Policy policy = policy("{'licences': ['MIT'], 'max_epsilon': 1, 'signed': true, 'masked': ['IP'], 'min_scores': {'/accuracy': 0}}");
        assertEquals(List.of("licences: the licence of the base model is 'unknown', not one of MIT"), policy.refusals(unknown, Moment.BEFORE_TRAINING));
        assertEquals(3, policy.refusals(unknown, Moment.TRAINED).size());
        assertEquals(4, policy.refusals(unknown, Moment.EVALUATED).size());
        assertEquals(List.of("licences: the licence of the base model is 'unknown', not one of MIT", "max_epsilon: not measured, at most 1.0 is asked for",
                "signed: unsigned", "masked: IP not masked in requests", "min_scores /accuracy: not measured, at least 0.0 is asked for"),
                policy.refusals(unknown, Moment.SERVED));
        var broken = new Facts(GOOD, new Verdict.Broken(List.of(new Fault("README.md", "missing"))), Set.of("IP"));
        assertEquals("my-model: refused by %s: signed: README.md: missing; max_epsilon: 2.5, at most 1.0 is asked for".formatted(folder.resolve("policy.json")),
                assertThrows(PolicyException.class, () -> policy("{'signed': true, 'max_epsilon': 1, 'masked': ['IP']}").require("my-model", broken, Moment.SERVED))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                           | no rule; there are licences, min_scores, max_gaps, max_epsilon, signed, masked
            {'max_epsilom': 1}           | no rule 'max_epsilom'; did you mean 'max_epsilon'?
            {'colour': 1}                | no rule 'colour'; there are licences, min_scores, max_gaps, max_epsilon, signed, masked
            {'max_epsilon': '1'}         | max_epsilon: 1 is not a number
            {'min_scores': 0.9}          | min_scores: needs an object of JSON pointers and numbers, such as {"/accuracy": 0.9}
            {'min_scores': {'acc': 1}}   | min_scores 'acc': not a JSON pointer; needs a slash before each key, such as /accuracy
            {'min_scores': {'/a': null}} | min_scores /a: null is not a number
            {'signed': false}            | signed: needs a list of different texts, or true
            {'masked': []}               | masked: needs a list of different texts
            {'licences': ['a', 'a']}     | licences: needs a list of different texts
            """)
    void whatIsNoPolicyIsRefused(String text, String words) {
        assertEquals(folder.resolve("policy.json") + ": " + words, assertThrows(PolicyException.class, () -> policy(text)).getMessage());
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThrows(CheckpointException.class, () -> policy("{'max_epsilon': 1, 'max_epsilon': 9}"), "a rule that stands twice");
        assertThrows(CheckpointException.class, () -> policy("[]"));
    }
}
