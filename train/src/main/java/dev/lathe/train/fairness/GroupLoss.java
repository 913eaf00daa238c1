package dev.lathe.train.fairness;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.TextExample;
import java.util.List;
import java.util.Optional;

/// What fairness makes of a classifier's loss.
public final class GroupLoss {
    /// Nothing.
    public static final GroupLoss NONE = new GroupLoss(List.of(), Optional.empty(), Optional.empty(), 0);

    private final List<String> groups;
    private final Optional<Reweighing> weights;
    private final Optional<GroupPenalty> penalty;
    private final double factor;

    private GroupLoss(List<String> groups, Optional<Reweighing> weights, Optional<GroupPenalty> penalty, double factor) {
        this.groups = groups;
        this.weights = weights;
        this.penalty = penalty;
        this.factor = factor;
    }

    /// @param labels of the model
    /// @param train the training data
    /// @param gold the numbers of its labels
    /// @throws dev.lathe.train.data.rows.DataException if an example has no group
    /// @throws IllegalArgumentException if there is one group only, or no such label
    public static GroupLoss of(FairnessOptions options, List<String> labels, Dataset<TextExample> train, int[] gold) {
        List<String> names = train.examples().stream().map(GroupLoss::groupOf).distinct().sorted().toList();
        if (names.size() < 2) {
            throw new IllegalArgumentException("fairness group '%s': all %d training examples are of group '%s'; needs two groups or more"
                    .formatted(options.column(), train.size(), names.getFirst()));
        }
        int positive = options.positive().map(labels::indexOf).orElse(0);
        if (positive < 0) {
            throw new IllegalArgumentException("fairness positive '%s': there are the labels '%s'".formatted(
                    options.positive().orElseThrow(), String.join("', '", labels)));
        }
        int[] members = train.examples().stream().mapToInt(example -> names.indexOf(groupOf(example))).toArray();
        return new GroupLoss(names,
                options.training() == FairTraining.REWEIGHING
                        ? Optional.of(new Reweighing(members, gold, names.size(), labels.size())) : Optional.empty(),
                options.training().hasPenalty()
                        ? Optional.of(new GroupPenalty(options.training() == FairTraining.EQUALISED_ODDS, positive, names.size()))
                        : Optional.empty(),
                options.weight());
    }

    private static String groupOf(TextExample example) {
        return example.group().orElseThrow(() -> example.source().error("no group, which fairness needs"));
    }

    /// The numbers of some groups, each in `0..` as the loss counts them.
    private int[] members(List<String> given) {
        return given.stream().mapToInt(groups::indexOf).toArray();
    }

    /// How much each of some examples counts; empty if all count the same.
    public Optional<double[]> weights(int[] labels, List<String> given) {
        return weights.map(by -> {
            int[] members = members(given);
            var found = new double[labels.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = by.of(members[i], labels[i]);
            }
            return found;
        });
    }

    /// A loss with the penalty that belongs to it.
    ///
    /// @param loss a scalar
    /// @param logits `[texts,labels]`
    public Tensor penalized(Workspace ws, Tensor loss, Tensor logits, int[] labels, List<String> given) {
        return penalty.map(kind -> Value.of(ws, loss).add(
                Value.of(ws, kind.of(ws, logits, labels, members(given))).scale((float) factor)).tensor()).orElse(loss);
    }
}
