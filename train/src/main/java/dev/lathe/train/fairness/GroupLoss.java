package dev.lathe.train.fairness;

import dev.lathe.nn.ModelScope;
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
    public static final GroupLoss NONE = new GroupLoss(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

    private final List<String> groups;
    private final Optional<Reweighing> weights;
    private final Optional<GroupPenalty> penalty;
    private final Optional<GroupAdversary> adversary;
    private final double factor;

    private GroupLoss(
            List<String> groups, Optional<Reweighing> weights, Optional<GroupPenalty> penalty, Optional<GroupAdversary> adversary, double factor) {
        this.groups = groups;
        this.weights = weights;
        this.penalty = penalty;
        this.adversary = adversary;
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
                Optional.empty(), options.weight());
    }

    /// The same with an adversary.
    ///
    /// @param scope the root of the model, which gets the adversary's parameters too
    /// @param features of the vector that the classifier reads
    public GroupLoss withAdversary(ModelScope scope, int features) {
        return new GroupLoss(groups, weights, penalty, Optional.of(new GroupAdversary(scope, features, groups.size(), factor)), factor);
    }

    /// The same in a training of so many steps, in whose course an adversary comes to count more.
    public GroupLoss over(int steps) {
        return new GroupLoss(groups, weights, penalty, adversary.map(one -> one.over(steps)), factor);
    }

    /// Whether a parameter belongs to an adversary, and so to no finished model.
    ///
    /// @param name in full
    public static boolean isAdversary(String name) {
        return GroupAdversary.isOne(name);
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

    /// The learning rate of a parameter: an adversary's has to be one at which what starts from nothing keeps up.
    ///
    /// @param name in full
    /// @param usual what all others have
    public double rate(String name, double usual) {
        return isAdversary(name) ? Math.max(usual, GroupAdversary.LEAST_RATE) : usual;
    }

    /// What a classifier has made of some texts.
    ///
    /// @param vectors that its last map has read, `[texts,features]`
    /// @param logits `[texts,labels]`
    public record Pass(Tensor vectors, Tensor logits) {}

    /// A loss with the penalty, or the adversary, that belongs to it.
    ///
    /// @param loss a scalar
    /// @param labels of the texts
    /// @param given their groups
    /// @param weight what the loss was divided by: the adversary's is too, so that the parts of a step add up to the whole
    public Tensor corrected(Workspace ws, Tensor loss, Pass pass, int[] labels, List<String> given, double weight) {
        Tensor penalized = penalty.map(kind -> Value.of(ws, loss).add(
                Value.of(ws, kind.of(ws, pass.logits, labels, members(given))).scale((float) factor)).tensor()).orElse(loss);
        return adversary.map(one -> Value.of(ws, penalized).add(Value.of(ws, one.against(
                ws, pass.vectors, members(given), labels.length / weight))).tensor()).orElse(penalized);
    }
}
