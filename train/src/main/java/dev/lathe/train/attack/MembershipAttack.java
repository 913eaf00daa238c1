package dev.lathe.train.attack;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.privacy.MembershipAudit;
import java.util.List;

/// Tries to tell the texts that a classifier was trained with from others by their losses, `-log p(label)`; see [MembershipAudit].
public final class MembershipAttack {
    /// For a probability that was rounded to 0.
    private static final double LEAST = Float.MIN_VALUE;

    private final TextClassifier model;

    public MembershipAttack(TextClassifier model) {
        this.model = model;
    }

    /// @param members texts of the training, with labels of the model
    /// @param others texts of the same kind that it has not seen
    public MembershipAudit run(List<TextExample> members, List<TextExample> others, double delta) {
        return MembershipAudit.of(losses(members), losses(others), delta);
    }

    private double[] losses(List<TextExample> examples) {
        List<Prediction> answers = model.predictAll(examples.stream()
                .map(e -> e.textPair() == null ? TextInput.of(e.text()) : TextInput.of(e.text(), e.textPair())).toList());
        var losses = new double[answers.size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = -StrictMath.log(Math.max(LEAST, answers.get(i).scores().get(examples.get(i).label())));
        }
        return losses;
    }
}
