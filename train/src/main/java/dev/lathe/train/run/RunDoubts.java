package dev.lathe.train.run;

import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.tags.TaggedSentence;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.task.DataSplits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What makes a run probably not what its user wanted, in words.
final class RunDoubts {
    /// Share of one label from which a model that always says it looks good.
    private static final double NEARLY_ALL = 0.95;
    /// Steps below which the course of a loss says nothing.
    private static final int FEW_STEPS = 10;
    /// Steps after which a loss should have moved, and what it should have come down to, as a share of its beginning.
    private static final int MANY_STEPS = 50;
    private static final double HARDLY = 0.98;

    /// Training examples that are looked at in the end where nothing else is.
    static final int SAMPLE = 64;
    /// Share of the loss of a model that reads nothing which one that has learnt should be below.
    private static final double UNREAD = 0.9;

    private RunDoubts() {}

    /// Of the data, before the first step.
    static List<String> of(DataSplits<? extends Example> data) {
        var doubts = new ArrayList<String>();
        Set<List<String>> known = new HashSet<>();
        data.train().examples().forEach(example -> known.add(example.texts()));
        data.dev().flatMap(set -> shared("dev", set, known)).ifPresent(doubts::add);
        data.test().flatMap(set -> shared("test", set, known)).ifPresent(doubts::add);
        nearlyOneLabel(data.train()).ifPresent(doubts::add);
        severalInOne(data.train()).ifPresent(doubts::add);
        noTwoAlike(data.train()).ifPresent(doubts::add);
        blank(data.train()).ifPresent(doubts::add);
        return doubts;
    }

    private static Optional<String> shared(String name, Dataset<? extends Example> set, Set<List<String>> known) {
        long count = set.examples().stream().filter(example -> known.contains(example.texts())).count();
        return count == 0 ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "%s: %,d of %,d examples are in the training data too: its scores will look better than the model is",
                name, count, set.size()));
    }

    private static Optional<String> nearlyOneLabel(Dataset<? extends Example> train) {
        if (train.examples().stream().anyMatch(example -> example.classes().size() != 1)) {
            return Optional.empty();
        }
        Map.Entry<String, Long> first = RunPlan.labelsOf(train).firstEntry();
        return first.getValue() < NEARLY_ALL * train.size() ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "%,d of %,d training examples have the label '%s': a model that always says so looks good; look at the other "
                        + "labels' rows of the report", first.getValue(), train.size(), first.getKey()));
    }

    private static Optional<String> noTwoAlike(Dataset<? extends Example> train) {
        return train.size() < FEW_STEPS || train.examples().stream().anyMatch(example -> example.classes().size() != 1)
                || RunPlan.labelsOf(train).size() < train.size() ? Optional.empty()
                : Optional.of("each of the %d training examples has a label of its own: nothing can be learnt of what examples of a label share".formatted(train.size()));
    }

    private static Optional<String> blank(Dataset<? extends Example> train) {
        long blank = train.examples().stream().filter(example -> !example.texts().isEmpty() && example.texts().getFirst().isBlank()).count();
        return blank == 0 || train.examples().getFirst() instanceof TaggedSentence ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "the text of %,d of %,d training examples is blank", blank, train.size()));
    }

    /// Labels that were parted by something else than the reader parts them by.
    private static Optional<String> severalInOne(Dataset<? extends Example> train) {
        if (train.examples().stream().anyMatch(example -> !(example instanceof MultiLabelExample) || example.classes().size() > 1)) {
            return Optional.empty();
        }
        List<String> holding = train.examples().stream().flatMap(example -> example.classes().stream())
                .filter(label -> label.contains(",") || label.contains("|")).toList();
        return holding.isEmpty() ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "no training example has two labels, and of %,d the label holds a comma or a bar, such as '%s': in CSV and TSV labels are "
                        + "parted by ';'", holding.size(), holding.getFirst()));
    }

    /// Of the course of the training loss.
    ///
    /// @param losses of all steps, in their order
    static Optional<String> ofLosses(List<Double> losses) {
        if (losses.size() < FEW_STEPS) {
            return Optional.empty();
        }
        int part = Math.max(1, losses.size() / FEW_STEPS);
        double began = mean(losses.subList(0, part));
        double ended = mean(losses.subList(losses.size() - part, losses.size()));
        if (ended > began) {
            return Optional.of(
                    "the training loss ended higher than it began, %s after %s: nothing was learnt; a lower learning rate may help".formatted(
                            FixedPoint.of(ended, 4), FixedPoint.of(began, 4)));
        }
        return losses.size() < MANY_STEPS || ended < HARDLY * began ? Optional.empty() : Optional.of(
                "the training loss hardly fell, from %s to %s: little was learnt; look at the learning rate and at what makes the task harder"
                        .formatted(FixedPoint.of(began, 4), FixedPoint.of(ended, 4)));
    }

    private static double mean(List<Double> losses) {
        return losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /// Of a classifier, by what it makes of examples that it has learnt from.
    ///
    /// @param labels of them
    static Optional<String> ofTraining(Evaluation evaluation, List<String> labels) {
        Map<String, Long> counts = labels.stream().collect(Collectors.groupingBy(label -> label, Collectors.counting()));
        double unread = counts.values().stream().mapToDouble(count -> (double) count / labels.size()).map(p -> -p * StrictMath.log(p)).sum();
        return labels.size() < FEW_STEPS || counts.size() < 2 || evaluation.loss() < UNREAD * unread ? Optional.empty() : Optional.of(
                "on %d of its training examples the model has a loss of %s, and one that reads nothing has %s: little was learnt; more epochs or a "
                        .formatted(labels.size(), FixedPoint.of(evaluation.loss(), 4), FixedPoint.of(unread, 4))
                        + "higher learning rate may help");
    }

    /// Of the scores in the end.
    static Optional<String> of(Evaluation evaluation) {
        List<?> predicted = evaluation.outcomes().predicted();
        if (predicted.size() >= FEW_STEPS && predicted.stream().distinct().count() == 1
                && evaluation.outcomes().right().contains(false)) {
            return Optional.of("all %d predictions are the same, %s: the model has not learnt to tell the examples apart; more epochs or a higher "
                    .formatted(predicted.size(), predicted.getFirst()) + "learning rate may help");
        }
        Score headline = evaluation.headline();
        return headline.value() == 0 && headline.direction() == Score.Direction.HIGHER_IS_BETTER
                ? Optional.of("%s is 0: the model finds nothing that is right; more epochs or a higher learning rate may help, or the labels "
                        .formatted(headline.name()) + "of the data are not what they should be")
                : Optional.empty();
    }
}
