package dev.lathe.train.evaluate.group;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.Bootstrap;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How a classifier does in each group, and how far the groups are apart: by each column, and by all of them together if they are several.
///
///     GroupReport.of(List.of("sex"), answers, Optional.of("hired")).toText()
///
/// @param accuracy of all rows
/// @param sections by column and positive label
/// @param bootstrap what the intervals are drawn by
public record GroupReport(double accuracy, List<GroupSection> sections, Bootstrap bootstrap) implements Report {
    private static final long SEED = 42;

    /// With intervals of 95 % by 1,000 resamples.
    ///
    /// @param columns names of the answers' groups
    /// @param answers one or more
    /// @param positive the label that counts as selected; each label in turn if empty
    /// @throws IllegalArgumentException if there is one group only, or no answer has or gives the positive label
    public static GroupReport of(List<String> columns, List<GroupedAnswer> answers, Optional<String> positive) {
        return of(columns, answers, positive, Bootstrap.ofSeed(SEED));
    }

    /// As above, with other intervals.
    public static GroupReport of(List<String> columns, List<GroupedAnswer> answers, Optional<String> positive, Bootstrap bootstrap) {
        Set<String> labels = answers.stream().flatMap(row -> Stream.of(row.gold(), row.predicted()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (positive.isPresent() && !labels.contains(positive.get())) {
            throw new IllegalArgumentException("positive label '%s': no row has it or is given it; there are '%s'".formatted(
                    positive.get(), String.join("', '", labels)));
        }
        var sections = new ArrayList<GroupSection>();
        for (String label : positive.map(Set::of).orElse(labels)) {
            for (List<Integer> chosen : groupings(columns.size())) {
                sections.add(GroupSection.of(
                        chosen.stream().map(columns::get).toList(), label,
                        answers.stream().map(row -> chosen.stream().map(row.groups()::get).toList()).toList(), answers, bootstrap));
            }
        }
        long right = answers.stream().filter(GroupedAnswer::isRight).count();
        return new GroupReport((double) right / answers.size(), sections, bootstrap);
    }

    /// Each column alone, and all of them.
    private static List<List<Integer>> groupings(int columns) {
        var groupings = new ArrayList<List<Integer>>();
        IntStream.range(0, columns).forEach(c -> groupings.add(List.of(c)));
        if (columns > 1) {
            groupings.add(IntStream.range(0, columns).boxed().toList());
        }
        return groupings;
    }

    @Override
    public String toText() {
        return sections.stream().map(GroupSection::toText).collect(Collectors.joining("\n"))
                + "intervals of %s %%: %d resamples, seed %d\n".formatted(
                        FixedPoint.of(bootstrap.level() * 100, 0), bootstrap.resamples(), bootstrap.seed());
    }

    /// What one set of answers costs and gains against another: accuracies and differences side by side.
    ///
    /// @param other of the same rows, by the same columns and labels
    /// @param name what the other answers are called
    public String toText(GroupReport other, String name) {
        var text = new StringBuilder("against %s\n%-34s%-10s%-10s%s\n".formatted(name, "", "here", "there", "change"));
        text.append(line("accuracy", accuracy, other.accuracy()));
        for (GroupSection own : sections) {
            other.sections().stream().filter(own::isOfSame).forEach(there -> {
                text.append("by %s, positive '%s'\n".formatted(String.join(" and ", own.columns()), own.positive()));
                for (Parity parity : Parity.values()) {
                    text.append(line("  " + parity.word().replace('-', ' ') + " difference", own.apart(parity).difference().value(),
                            there.apart(parity).difference().value()));
                }
            });
        }
        return text.toString();
    }

    private static String line(String name, double here, double there) {
        return "%-34s%-10s%-10s%s\n".formatted(name, FixedPoint.of(here, 4), FixedPoint.of(there, 4), FixedPoint.of(here - there, 4));
    }

    /// Writes `fairness`: what the intervals are drawn by, and `sections`.
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        write("fairness", json);
    }

    /// Writes the same under another name.
    public void write(String name, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("accuracy", accuracy);
        json.writeNumberField("level", bootstrap.level());
        json.writeNumberField("resamples", bootstrap.resamples());
        json.writeNumberField("seed", bootstrap.seed());
        json.writeArrayFieldStart("sections");
        for (GroupSection section : sections) {
            section.write(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
