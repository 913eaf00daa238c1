package dev.lathe.train.task.classification;

import dev.lathe.bert.directory.GroupThresholds;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.evaluate.ClassAnswer;
import dev.lathe.train.evaluate.group.CorrectedReport;
import dev.lathe.train.evaluate.group.GroupReport;
import dev.lathe.train.evaluate.group.GroupedAnswer;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.fairness.FairnessOptions;
import dev.lathe.train.fairness.ThresholdChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// What of a classifier's answers depends on whose text it is, and how they are reported.
///
/// @param labels of the model
/// @param options of a training; empty for a finished model
/// @param thresholds once they are chosen
record FairAnswers(List<String> labels, Optional<FairnessOptions> options, Optional<GroupThresholds> thresholds) {
    /// Makes sure that a set can be reported by group.
    ///
    /// @throws IllegalArgumentException if it is of one group only
    static void require(FairnessOptions options, Dataset<TextExample> set) {
        if (set.examples().stream().map(TextExample::group).distinct().count() < 2) {
            throw new IllegalArgumentException("fairness group '%s': all examples of %s that are evaluated are of one group".formatted(
                    options.column(), set.file().name()));
        }
    }

    /// @throws dev.lathe.train.data.rows.DataException if the model has thresholds and none for the example's
    String groupOf(TextExample example) {
        String group = example.group().orElse("");
        if (thresholds.isPresent() && !thresholds.get().byGroup().containsKey(group)) {
            throw example.source().error("group '%s': the model has thresholds for '%s' only".formatted(
                    group, String.join("', '", thresholds.get().byGroup().keySet())));
        }
        return group;
    }

    /// What thresholds make of a text; empty without any.
    OptionalInt choose(double[] probabilities, String group) {
        return thresholds.map(one -> OptionalInt.of(one.choose(probabilities, labels, group))).orElse(OptionalInt.empty());
    }

    /// Whether thresholds are to be chosen.
    boolean settles() {
        return options.flatMap(FairnessOptions::thresholds).isPresent();
    }

    /// With thresholds chosen on dev data.
    FairAnswers settled(int[] gold, List<String> groups, List<double[]> probabilities) {
        FairnessOptions chosen = options.orElseThrow();
        int positive = labels.indexOf(chosen.positive().orElseThrow());
        List<ThresholdChoice.Row> rows = IntStream.range(0, gold.length).mapToObj(i -> new ThresholdChoice.Row(
                groups.get(i), probabilities.get(i)[positive], gold[i] == positive,
                gold[i] == largestBut(probabilities.get(i), positive))).toList();
        return new FairAnswers(labels, options, Optional.of(new GroupThresholds(
                chosen.column(), labels.get(positive), ThresholdChoice.of(chosen.thresholds().orElseThrow(), rows))));
    }

    private static int largestBut(double[] probabilities, int label) {
        int best = label == 0 ? 1 : 0;
        for (int i = 0; i < probabilities.length; i++) {
            best = i != label && probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    /// The report by group, of a model that was corrected, or is being.
    ///
    /// @param usual the answers without thresholds
    Optional<Report> report(Report classes, List<String> groups, List<ClassAnswer> answers, List<ClassAnswer> usual) {
        Optional<String> column = options.map(FairnessOptions::column).or(() -> thresholds.map(GroupThresholds::column));
        Optional<String> positive = options.flatMap(FairnessOptions::positive).or(() -> thresholds.map(GroupThresholds::positive));
        boolean told = positive.isEmpty() || answers.stream().anyMatch(answer -> answer.gold().equals(positive.get()));
        if (column.isEmpty() || !told || groups.stream().distinct().count() < 2) {
            return Optional.empty();
        }
        return Optional.of(new CorrectedReport(classes, grouped(column.get(), groups, answers, positive),
                thresholds.map(_ -> grouped(column.get(), groups, usual, positive))));
    }

    private static GroupReport grouped(String column, List<String> groups, List<ClassAnswer> answers, Optional<String> positive) {
        return GroupReport.of(List.of(column), IntStream.range(0, answers.size()).mapToObj(i -> new GroupedAnswer(
                List.of(groups.get(i)), answers.get(i).gold(), answers.get(i).predicted(),
                OptionalDouble.of(answers.get(i).probability()))).toList(), positive);
    }

    void write(Path directory) throws IOException {
        if (thresholds.isPresent()) {
            thresholds.get().write(directory);
        }
    }
}
