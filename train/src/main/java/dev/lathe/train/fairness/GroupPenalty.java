package dev.lathe.train.fairness;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// How far the groups' mean probabilities of the positive label are from that of all texts of a batch: Σ_groups (m_group - m)².
///
/// For equalised odds the sum runs over the groups among texts with the positive label, then among the others. It is 0 in a batch of one
/// group. Source of the idea: Zemel et al., 2013, equation 7; of moments as constraints: Agarwal et al., 2018, section 2.
///
/// @param byLabel whether texts with the positive label and others are held apart
/// @param positive the label's number
/// @param groups how many there are
record GroupPenalty(boolean byLabel, int positive, int groups) {
    /// @param logits `[texts,labels]`
    /// @param labels of the texts
    /// @param members the texts' groups
    /// @return a scalar
    Tensor of(Workspace ws, Tensor logits, int[] labels, int[] members) {
        int texts = labels.length;
        int strata = byLabel ? 2 : 1;
        var moments = new float[strata * groups * texts];
        for (int s = 0; s < strata; s++) {
            boolean having = s == 0;
            fill(moments, s * groups, members, i -> !byLabel || (labels[i] == positive) == having);
        }
        var mask = new float[logits.shape().size()];
        for (int i = 0; i < texts; i++) {
            mask[i * logits.shape().dim(1) + positive] = 1;
        }
        Value p = Value.of(ws, logits).softmax();
        Value selected = p.mul(p.with(ws.of(logits.shape(), mask))).sum(1).reshape(texts, 1);
        Value apart = p.with(ws.of(Shape.of(strata * groups, texts), moments)).matMul(selected);
        return apart.mul(apart).sum().tensor();
    }

    /// Rows of weights that sum a group's mean less the mean of all, among the texts that count.
    private void fill(float[] moments, int firstRow, int[] members, IntPredicate counts) {
        int texts = members.length;
        var sizes = new int[groups];
        for (int i = 0; i < texts; i++) {
            sizes[members[i]] += counts.test(i) ? 1 : 0;
        }
        int all = Arrays.stream(sizes).sum();
        for (int g = 0; g < groups; g++) {
            for (int i = 0; i < texts && sizes[g] > 0; i++) {
                if (counts.test(i)) {
                    moments[(firstRow + g) * texts + i] = (float) ((members[i] == g ? 1.0 / sizes[g] : 0) - 1.0 / all);
                }
            }
        }
    }
}
