package dev.lathe.train.evaluate.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.evaluate.score.Bootstrap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class GroupReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static GroupedAnswer answer(String group, String gold, String predicted) {
        return new GroupedAnswer(List.of(group), gold, predicted, OptionalDouble.empty());
    }

    private static GroupReport report(GroupedAnswer... answers) {
        return GroupReport.of(List.of("sex"), List.of(answers), Optional.of("1"));
    }

    private static JsonNode json(GroupReport report) throws IOException {
        return JSON.readTree(JsonWriter.object(JsonLayout.FIELDS, report::writeFields)).get("fairness");
    }

    @Test
    void agreesWithValuesWorkedOutByHand() throws IOException {
        JsonNode golden = JSON.readTree(GroupReportTest.class.getResourceAsStream("fairness_golden.json")).get("by_hand");
        var answers = new ArrayList<GroupedAnswer>();
        for (int i = 0; i < golden.get("group").size(); i++) {
            answers.add(answer(golden.get("group").get(i).asText(), golden.get("y_true").get(i).asText(), golden.get("y_pred").get(i).asText()));
        }
        GroupSection section = GroupReport.of(List.of("group"), answers, Optional.of("1")).sections().getFirst();
        for (GroupScores group : section.groups()) {
            for (String key : List.of("selection_rate", "true_positive_rate", "false_positive_rate")) {
                assertEquals(golden.get(key).get(group.values().getFirst()).doubleValue(), group.measure(key).value(), key);
            }
        }
        var apart = section.apart(Parity.DEMOGRAPHIC_PARITY);
        assertEquals(golden.get("demographic_parity_difference").doubleValue(), apart.difference().value());
        assertEquals(golden.get("demographic_parity_ratio").doubleValue(), apart.ratio().value());
        var odds = section.apart(Parity.EQUALISED_ODDS);
        assertEquals(golden.get("equalized_odds_difference").doubleValue(), odds.difference().value());
        assertEquals(golden.get("equalized_odds_ratio").doubleValue(), odds.ratio().value());
        assertEquals(0.5, section.apart(Parity.EQUAL_OPPORTUNITY).difference().value());
        assertEquals(0.75, section.groups().getFirst().measure("accuracy").value());
        assertEquals(2.0 / 3, section.groups().getFirst().measure("f1").value());
        assertEquals(2.0 / 3, section.groups().getLast().measure("precision").value());
    }

    @Test
    void whatNoRowTellsOfIsUndefinedAndSaidToBe() throws IOException {
        GroupReport report = report(answer("a", "1", "1"), answer("a", "0", "0"), answer("b", "0", "0"), answer("b", "0", "0"));
        JsonNode section = json(report).get("sections").get(0);
        JsonNode b = section.get("groups").get(1);
        assertEquals("{\"value\":null,\"reason\":\"no row of group 'b' has '1'\"}", b.get("true_positive_rate").toString());
        assertEquals("{\"value\":null,\"reason\":\"no row of group 'b' is given '1'\"}", b.get("precision").toString());
        assertEquals("{\"value\":null,\"reason\":\"no row of group 'b' has or is given '1'\"}", b.get("f1").toString());
        assertEquals("{\"value\":null,\"reason\":\"no row of group 'b' has '1'\"}",
                section.get("equal_opportunity").get("difference").toString());
        assertEquals("{\"value\":null,\"reason\":\"no row of group 'b' has '1'\"}", section.get("equalised_odds").get("ratio").toString());
        assertEquals(0, b.get("selection_rate").get("value").doubleValue());
        assertTrue(report.toText().contains("  true positive rate    undefined: no row of group 'b' has '1'\n"), report.toText());
        GroupReport none = report(answer("a", "1", "0"), answer("b", "1", "0"));
        assertEquals("a rate is 0 in all groups", none.sections().getFirst().apart(Parity.DEMOGRAPHIC_PARITY).ratio().reason());
        assertEquals("every row of group 'a' has '1'", none.sections().getFirst().apart(Parity.EQUALISED_ODDS).difference().reason());
    }

    @Test
    void severalColumnsAreReportedAloneAndTogether() throws IOException {
        var answers = new ArrayList<GroupedAnswer>();
        for (int i = 0; i < 16; i++) {
            answers.add(new GroupedAnswer(List.of(i % 2 == 0 ? "f" : "m", i % 4 < 2 ? "old" : "young"), i % 3 == 0 ? "yes" : "no",
                    i % 5 == 0 ? "yes" : "no", OptionalDouble.of(0.5 + i / 40.0)));
        }
        GroupReport report = GroupReport.of(List.of("sex", "age"), answers, Optional.empty());
        assertEquals(List.of(List.of("sex"), List.of("age"), List.of("sex", "age"), List.of("sex"), List.of("age"), List.of("sex", "age")),
                report.sections().stream().map(GroupSection::columns).toList());
        assertEquals(List.of("no", "no", "no", "yes", "yes", "yes"), report.sections().stream().map(GroupSection::positive).toList());
        assertEquals(List.of(List.of("f", "old"), List.of("f", "young"), List.of("m", "old"), List.of("m", "young")),
                report.sections().get(2).groups().stream().map(GroupScores::values).toList());
        assertEquals(Map.of("sex", "f", "age", "old"), JSON.convertValue(
                json(report).get("sections").get(2).get("groups").get(0).get("group"), Map.class));
        assertTrue(report.sections().getFirst().groups().getFirst().measure("ece").value() > 0);
        assertEquals(json(report), json(GroupReport.of(List.of("sex", "age"), answers, Optional.empty())), "the same intervals");
    }

    /// Drawn with the stated rates 400 times, 95 of 100 intervals hold the true difference.
    @Test
    void intervalsHoldTheTrueDifferenceAsOftenAsTheySay() {
        long seed = Long.getLong("test.seed", 7);
        var random = new Random(seed);
        int held = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            var answers = new ArrayList<GroupedAnswer>();
            for (int i = 0; i < 200; i++) {
                boolean a = i % 2 == 0;
                answers.add(answer(a ? "a" : "b", "0", random.nextDouble() < (a ? 0.7 : 0.3) ? "1" : "0"));
            }
            var found = GroupReport.of(List.of("g"), answers, Optional.of("1"), new Bootstrap(200, 0.95, run)).sections().getFirst()
                    .apart(Parity.DEMOGRAPHIC_PARITY).difference().interval().orElseThrow();
            held += found.low() <= 0.4 && 0.4 <= found.high() ? 1 : 0;
        }
        assertTrue(held >= 0.9 * runs && held <= 0.99 * runs, held + " of " + runs + "; -Dtest.seed=" + seed);
    }

    @Test
    void refusesWhatCannotBeCompared() {
        assertEquals("group column 'sex': all 2 rows are of group 'a'; needs two groups or more",
                refusal(() -> report(answer("a", "1", "1"), answer("a", "0", "0"))));
        assertEquals("positive label '1': no row has it or is given it; there are 'x', 'y'",
                refusal(() -> report(answer("a", "x", "y"), answer("b", "y", "y"))));
        assertEquals("probability 1.5: needs 0 to 1",
                refusal(() -> new GroupedAnswer(List.of("a"), "x", "y", OptionalDouble.of(1.5))));
    }

    private static String refusal(Executable made) {
        return assertThrows(IllegalArgumentException.class, made).getMessage();
    }

    @Test
    void twoSetsOfAnswersStandSideBySide() {
        GroupReport fair = report(answer("a", "1", "1"), answer("a", "0", "0"), answer("b", "1", "0"), answer("b", "0", "1"));
        GroupReport unfair = report(answer("a", "1", "1"), answer("a", "0", "0"), answer("b", "1", "0"), answer("b", "0", "0"));
        assertEquals("""
                against other
                                                  here      there     change
                accuracy                          0.5000    0.7500    -0.2500
                by sex, positive '1'
                  demographic parity difference   0.0000    0.5000    -0.5000
                  equalised odds difference       1.0000    1.0000    0.0000
                  equal opportunity difference    1.0000    1.0000    0.0000
                """, fair.toText(unfair, "other"));
    }
}
