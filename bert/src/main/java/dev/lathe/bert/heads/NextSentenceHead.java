package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// Tells from the pooled first token whether the second text of a pair follows the first.
///
/// Source: Devlin et al., 2019, section 3.1, task 2.
final class NextSentenceHead {
    private static final int CLASSES = 2;

    private final BertPooler pooler;
    private final Linear relationship;

    /// @param scope the root
    /// @throws IllegalArgumentException for a family that is not pretrained this way
    NextSentenceHead(ModelScope scope, BertConfig config) {
        if (config.family() != ModelFamily.BERT) {
            throw new IllegalArgumentException(
                    "next sentence prediction: " + config.family().modelType() + ": only bert has this head");
        }
        pooler = new BertPooler(scope.child("bert").child("pooler"), config);
        relationship = scope.child("cls").linear("seq_relationship", config.hiddenSize(), CLASSES,
                Initializer.normal(config.initializerRange()));
    }

    /// `[tokens,hidden]` to `[sequences,2]`.
    Tensor forward(Workspace ws, Tensor hidden, PackedSequences sequences) {
        return relationship.forward(ws, pooler.forward(ws, hidden, sequences));
    }
}
