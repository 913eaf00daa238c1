package dev.lathe.train.evaluate.group;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.Bootstrap;
import dev.lathe.train.evaluate.score.MatchCounts;
import dev.lathe.train.evaluate.score.SampleScore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// How a classifier does in one group.
///
/// @param values of the group's columns: `[female, old]`
/// @param count its rows
/// @param measures `selection_rate`, `accuracy`, `true_positive_rate`, `false_positive_rate`, `precision`, `f1`, and where all rows
///     have probabilities `ece`
public record GroupScores(List<String> values, int count, List<Measure> measures) {
    private record Group(String name, String positive, List<GroupedAnswer> rows, Bootstrap bootstrap) {
        /// The share of some rows of which something holds.
        Measure share(String key, Predicate<GroupedAnswer> among, Predicate<GroupedAnswer> holds, String nobody) {
            double[] values = rows.stream().filter(among).mapToDouble(row -> holds.test(row) ? 1 : 0).toArray();
            return values.length == 0 ? Measure.undefined(key, nobody) : Measure.of(key, SampleScore.mean(values), bootstrap);
        }

        Measure f1() {
            List<MatchCounts> counts = rows.stream().map(row -> {
                int has = row.gold().equals(positive) ? 1 : 0;
                int given = row.predicted().equals(positive) ? 1 : 0;
                return new MatchCounts(has * given, given, has);
            }).filter(one -> one.gold() + one.predicted() > 0).toList();
            return counts.isEmpty() ? Measure.undefined("f1", "no row of " + name + " has or is given '" + positive + "'")
                    : Measure.of("f1", SampleScore.microF1(counts), bootstrap);
        }
    }

    /// @param rows those of the group, one or more
    static GroupScores of(List<String> values, String positive, List<GroupedAnswer> rows, Bootstrap bootstrap) {
        var group = new Group(nameOf(values), positive, rows, bootstrap);
        Predicate<GroupedAnswer> has = row -> row.gold().equals(positive);
        Predicate<GroupedAnswer> given = row -> row.predicted().equals(positive);
        var measures = new ArrayList<>(List.of(
                group.share("selection_rate", _ -> true, given, ""),
                group.share("accuracy", _ -> true, GroupedAnswer::isRight, ""),
                group.share("true_positive_rate", has, given, noPositive(values, positive)),
                group.share("false_positive_rate", has.negate(), given, noNegative(values, positive)),
                group.share("precision", given, has, "no row of " + group.name() + " is given '" + positive + "'"),
                group.f1()));
        if (rows.stream().allMatch(row -> row.probability().isPresent())) {
            measures.add(Measure.of("ece", CalibrationScore.of(rows), bootstrap));
        }
        return new GroupScores(values, rows.size(), measures);
    }

    static String nameOf(List<String> values) {
        return "group '" + String.join("', '", values) + "'";
    }

    static String noPositive(List<String> values, String positive) {
        return "no row of " + nameOf(values) + " has '" + positive + "'";
    }

    static String noNegative(List<String> values, String positive) {
        return "every row of " + nameOf(values) + " has '" + positive + "'";
    }

    /// A measure by its key.
    ///
    /// @throws IllegalArgumentException if there is none
    public Measure measure(String key) {
        return measures.stream().filter(one -> one.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s: no measure '%s'".formatted(nameOf(values), key)));
    }

    String toText() {
        var text = new StringBuilder("%s, %d rows\n".formatted(nameOf(values), count));
        measures.forEach(one -> text.append(one.line()));
        return text.toString();
    }

    void write(List<String> columns, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("group");
        for (int i = 0; i < columns.size(); i++) {
            json.writeStringField(columns.get(i), values.get(i));
        }
        json.writeEndObject();
        json.writeNumberField("count", count);
        for (Measure one : measures) {
            one.write(json);
        }
        json.writeEndObject();
    }
}
