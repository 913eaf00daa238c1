package dev.lathe.train.run.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.data.RowGroups;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TableLayout;
import dev.lathe.train.evaluate.ClassAnswer;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.group.GroupReport;
import dev.lathe.train.evaluate.group.GroupedAnswer;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// An evaluation, and how the model does in each group; beside another model's, what fairness costs and gains.
///
/// @param evaluation of all rows
/// @param groups of the model
/// @param against of another model on the same data
public record ModelFairness(Report evaluation, GroupReport groups, Optional<Against> against) implements Report {
    /// @param name the other model's
    public record Against(String name, GroupReport groups) {}

    /// The groups of the rows of a file, in its order.
    ///
    /// @param columns one or more
    /// @return a value a column for each row
    /// @throws DataException if there is no such column, or the file is none of rows
    /// @throws IOException if reading fails
    public static List<List<String>> groups(Path file, DataFormat format, TableLayout layout, List<String> columns) throws IOException {
        var found = new ArrayList<List<String>>();
        for (String column : columns) {
            Map<Long, String> byLine = RowGroups.read(file, format, layout, column);
            found.add(byLine.keySet().stream().sorted().map(byLine::get).toList());
        }
        return IntStream.range(0, found.getFirst().size()).mapToObj(i -> found.stream().map(values -> values.get(i)).toList()).toList();
    }

    /// How a model does in each group.
    ///
    /// @param columns names of the groups' columns
    /// @param groups what [#groups(Path, DataFormat, TableLayout, List)] has read
    /// @param positive the label that counts as selected; each in turn if empty
    /// @throws IllegalArgumentException if the task is not the classification of texts, or as [GroupReport#of]
    public static GroupReport report(
            List<String> columns, List<List<String>> groups, Evaluation evaluation, Optional<String> positive) {
        List<ClassAnswer> answers = evaluation.outcomes().answers();
        if (answers.size() != groups.size()) {
            throw new IllegalArgumentException("groups: are for models that give each text one label");
        }
        return GroupReport.of(columns, IntStream.range(0, groups.size()).mapToObj(i -> new GroupedAnswer(
                groups.get(i), answers.get(i).gold(), answers.get(i).predicted(),
                OptionalDouble.of(answers.get(i).probability()))).toList(), positive);
    }

    @Override
    public String toText() {
        return evaluation.toText() + "\n" + groups.toText() + against.map(other -> "\n" + groups.toText(other.groups(), other.name())).orElse("");
    }

    @Override
    public String confusions() {
        return evaluation.confusions();
    }

    /// Writes the fields of the evaluation, `fairness`, and `fairness_against` where there is another model.
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        evaluation.writeFields(json);
        groups.writeFields(json);
        if (against.isPresent()) {
            against.get().groups().write("fairness_against", json);
        }
    }
}
