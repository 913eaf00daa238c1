package dev.lathe.train.fairness;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;

/// Guesses from a text's vector whose text it is, while what the vector comes from learns to leave it nothing to guess by:
///
///     logits = output(gelu(dense(reverseGradient(vector, w))))
///
/// Its own weights take the gradient of the cross-entropy as it is; what the vector comes from takes it with its sign turned, times w, which
/// grows from 0 to the weight while the training goes on: `w = weight (2 / (1 + exp(-10 p)) - 1)`, p the share of the steps that are done.
/// An adversary that has learnt nothing yet only disturbs.
///
/// The sum of the losses has no meaning, as one part is to fall and the other to rise: so the value that is added is 0, and only its gradient counts.
///
/// Source: Ganin et al., 2016, sections 4.2 and 5.2; for groups of people: Zhang, Lemoine and Mitchell, 2018, section 3, without their projection.
final class GroupAdversary {
    /// Where its parameters stand in a model.
    private static final String PLACE = "adversary";
    private static final double STEEPNESS = 10;
    /// Its learning rate is not less: AdamW's usual one for what starts from nothing. At the rate of a pretrained encoder it learns more slowly than the
    /// vectors move, and the planted bias of examples/fairness grows: equal opportunity of dev texts 0.42 where there was 0.24, instead of 0.06.
    static final double LEAST_RATE = 1e-3;

    private final Linear dense;
    private final Linear output;
    private final double weight;
    /// Of the whole training; 0 if the weight is the same in all of them.
    private final int steps;

    private GroupAdversary(Linear dense, Linear output, double weight, int steps) {
        this.dense = dense;
        this.output = output;
        this.weight = weight;
        this.steps = steps;
    }

    /// As wide inside as the vector. Maps keep the size of what they map, so that the guesses depend on the vector from the first step on.
    ///
    /// @param scope the root of the model
    /// @param features of a vector
    /// @param weight of the turned gradient
    GroupAdversary(ModelScope scope, int features, int groups, double weight) {
        ModelScope own = scope.child(PLACE);
        Initializer normal = Initializer.normal(1 / StrictMath.sqrt(features));
        // Not as the model's plan says: an adapter is for the base, and this is none of it.
        this(new DenseLinear(own.child("dense"), features, features, normal), new DenseLinear(own.child("output"), features, groups, normal),
                weight, 0);
    }

    /// The same in a training of so many steps.
    GroupAdversary over(int all) {
        return new GroupAdversary(dense, output, weight, all);
    }

    /// Whether a parameter is an adversary's.
    ///
    /// @param name in full
    static boolean isOne(String name) {
        return name.startsWith(PLACE + ".");
    }

    /// What the turned gradient counts in a step.
    ///
    /// @param step from 0
    double weightAt(int step) {
        return steps == 0 ? weight : weight * (2 / (1 + StrictMath.exp(-STEEPNESS * step / steps)) - 1);
    }

    /// A scalar of value 0, whose gradient is that of the mean cross-entropy over the texts.
    ///
    /// @param vectors `[texts,features]`
    /// @param members the texts' groups
    /// @param share how much the loss counts, to the adversary too
    Tensor against(Workspace ws, Tensor vectors, int[] members, double share) {
        double turned = ws.randomKey().map(key -> weightAt(key.step())).orElse(weight);
        Tensor read = Value.of(ws, vectors).reverseGradient((float) turned).tensor();
        Value guesses = Value.of(ws, output.forward(ws, dense.forwardGelu(ws, read)));
        Value loss = guesses.crossEntropy(ws.ofInts(Shape.of(members.length), members)).scale((float) share);
        return loss.sub(loss.detach()).tensor();
    }
}
