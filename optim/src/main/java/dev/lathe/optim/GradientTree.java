package dev.lathe.optim;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import java.util.ArrayList;
import java.util.List;

/// Adds up the gradients of a step's parts by a binary tree over the parts' numbers: 0 and 1, 2 and 3, then these sums, and so on;
/// one that is left over goes up as it is.
///
/// The tree depends on the number of parts alone: whoever computes which part, in one process or in several, the sum has the
/// same bits. A running sum could only be made in order.
///
///     for each part but the last: backward, then tree.next()
///     backward of the last, then tree.finish()
///
/// Memory: as much again as the gradients for each level of the tree, one for 2 parts, two for up to 4, three for up to 8.
public final class GradientTree {
    private final List<Branch> branches = new ArrayList<>();
    private final Workspace workspace;
    private int parts;

    /// The finished subtrees of one parameter, the smallest first.
    private static final class Branch {
        private final Parameter parameter;
        private final List<Level> levels = new ArrayList<>();

        Branch(Parameter parameter) {
            this.parameter = parameter;
        }
    }

    /// The sum of a subtree's parts.
    private static final class Level {
        private final Tensor sum;
        /// Not where no part has reached the parameter.
        private boolean filled;

        Level(Tensor sum) {
            this.sum = sum;
        }
    }

    /// @param workspace where sums live: as long as the training
    public GradientTree(List<Parameter> parameters, Workspace workspace) {
        this.workspace = workspace;
        parameters.forEach(parameter -> branches.add(new Branch(parameter)));
    }

    /// Takes what the parameters have gathered as the gradient of the next part, and clears it.
    public void next() {
        int level = Integer.numberOfTrailingZeros(~parts);
        for (Branch branch : branches) {
            for (int below = 0; below < level; below++) {
                addTo(branch, below);
            }
            store(branch, level);
        }
        parts++;
    }

    /// Takes what the parameters have gathered as the gradient of the last part, and leaves them the sum of all.
    public void finish() {
        for (Branch branch : branches) {
            for (int level = 0; level < branch.levels.size(); level++) {
                addTo(branch, level);
            }
        }
        parts = 0;
    }

    /// Adds a finished subtree to the gradient, as its left neighbour.
    private void addTo(Branch branch, int level) {
        Level left = branch.levels.get(level);
        if (left.filled) {
            copy(branch.parameter, left.sum, branch.parameter.gradientDestination());
            left.filled = false;
        }
    }

    private void store(Branch branch, int level) {
        Parameter parameter = branch.parameter;
        if (level == branch.levels.size()) {
            branch.levels.add(new Level(workspace.empty(parameter.shape())));
        }
        if (parameter.hasGradient()) {
            Level stored = branch.levels.get(level);
            copy(parameter, parameter.gradient(), new Destination(stored.sum.buffer(), false));
            stored.filled = true;
            parameter.clearGradient();
        }
    }

    private void copy(Parameter parameter, Tensor from, Destination to) {
        workspace.backend().arithmetic().copy(from.buffer(), to, parameter.shape().size());
    }
}
