package dev.lathe.train.evaluate.group;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.Bootstrap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// The groups of one column, or of several together, by one label that counts as positive.
///
/// @param columns one, or those whose values make a group together
/// @param positive the label
/// @param groups in the order of their values
/// @param parities how far the groups are apart, each as a difference and a ratio
public record GroupSection(List<String> columns, String positive, List<GroupScores> groups, List<Apart> parities) {
    /// @param difference 0 where the groups are alike
    /// @param ratio 1 where they are
    public record Apart(Parity parity, Measure difference, Measure ratio) {}

    private static final Comparator<List<String>> BY_VALUES = Comparator.comparing(values -> String.join("\0", values));

    /// @param keys the values of the columns, a list a row
    static GroupSection of(
            List<String> columns, String positive, List<List<String>> keys, List<GroupedAnswer> rows, Bootstrap bootstrap) {
        var members = new TreeMap<List<String>, List<GroupedAnswer>>(BY_VALUES);
        for (int i = 0; i < rows.size(); i++) {
            members.computeIfAbsent(keys.get(i), _ -> new ArrayList<>()).add(rows.get(i));
        }
        if (members.size() < 2) {
            throw new IllegalArgumentException("group column '%s': all %d rows are of %s; needs two groups or more".formatted(
                    String.join("', '", columns), rows.size(), GroupScores.nameOf(keys.getFirst())));
        }
        List<GroupScores> groups = new ArrayList<>();
        members.forEach((values, own) -> groups.add(GroupScores.of(values, positive, own, bootstrap)));
        List<List<String>> order = List.copyOf(members.keySet());
        var numbers = keys.stream().mapToInt(order::indexOf).toArray();
        return new GroupSection(columns, positive, groups, new Rows(order, positive, numbers, rows).apart(bootstrap));
    }

    /// @param order of the groups
    /// @param numbers of the rows' groups in it
    private record Rows(List<List<String>> order, String positive, int[] numbers, List<GroupedAnswer> rows) {
        List<Apart> apart(Bootstrap bootstrap) {
            var has = new boolean[numbers.length];
            var given = new boolean[numbers.length];
            var counts = new GroupCounts(order.size());
            for (int i = 0; i < numbers.length; i++) {
                has[i] = rows.get(i).gold().equals(positive);
                given[i] = rows.get(i).predicted().equals(positive);
                counts.add(numbers[i], has[i], given[i]);
            }
            List<Apart> found = new ArrayList<>();
            for (Parity parity : Parity.values()) {
                found.add(new Apart(parity,
                        measure("difference", parity.difference(counts), new ParityScore(parity, false, numbers, order.size(), has, given),
                                counts, bootstrap),
                        measure("ratio", parity.ratio(counts), new ParityScore(parity, true, numbers, order.size(), has, given),
                                counts, bootstrap)));
            }
            return found;
        }

        private Measure measure(String key, double value, ParityScore score, GroupCounts counts, Bootstrap bootstrap) {
            return Double.isNaN(value) ? Measure.undefined(key, reason(score.parity(), counts)) : Measure.of(key, score, bootstrap);
        }

        private String reason(Parity parity, GroupCounts counts) {
            for (int g = 0; g < order.size(); g++) {
                if (parity != Parity.DEMOGRAPHIC_PARITY && counts.positives(g) == 0) {
                    return GroupScores.noPositive(order.get(g), positive);
                }
                if (parity == Parity.EQUALISED_ODDS && counts.negatives(g) == 0) {
                    return GroupScores.noNegative(order.get(g), positive);
                }
            }
            return "a rate is 0 in all groups";
        }
    }

    boolean isOfSame(GroupSection other) {
        return columns.equals(other.columns) && positive.equals(other.positive);
    }

    /// How far the groups are apart by one measure.
    public Apart apart(Parity parity) {
        return parities.get(parity.ordinal());
    }

    /// What people read.
    String toText() {
        var text = new StringBuilder("groups by %s, positive '%s'\n\n".formatted(String.join(" and ", columns), positive));
        groups.forEach(group -> text.append(group.toText()));
        for (Apart one : parities) {
            text.append(one.parity().word().replace('-', ' ')).append('\n').append(one.difference().line()).append(one.ratio().line());
        }
        return text.toString();
    }


    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("columns");
        for (String column : columns) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeStringField("positive", positive);
        json.writeArrayFieldStart("groups");
        for (GroupScores group : groups) {
            group.write(columns, json);
        }
        json.writeEndArray();
        for (Apart one : parities) {
            json.writeObjectFieldStart(one.parity().key());
            one.difference().write(json);
            one.ratio().write(json);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
