package dev.lathe.bert;

import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT that tells whether the second text of a pair follows the first: its second pretraining task.
///
/// Source: Devlin et al., 2019, section 3.1, task 2; names as in Hugging Face's class of this name.
public final class BertForNextSentencePrediction {
    /// The class of a pair whose second text follows the first.
    public static final int FOLLOWS = 0;
    /// The class of a pair whose second text is from anywhere.
    public static final int RANDOM = 1;

    static final int CLASSES = 2;

    private final BertModel bert;
    private final BertPooler pooler;
    private final Linear relationship;

    public BertForNextSentencePrediction(ModelScope scope, BertConfig config) {
        bert = new BertModel(scope.child("bert"), config);
        pooler = new BertPooler(scope.child("bert").child("pooler"), config);
        relationship = new Linear(
                scope.child("cls").child("seq_relationship"), config.hiddenSize(), CLASSES,
                Initializer.normal(config.initializerRange()));
    }

    /// Two scores for each pair, `[sequences,2]`: [#FOLLOWS] and [#RANDOM].
    public Tensor logits(Workspace ws, TokenBatch batch) {
        Tensor hidden = bert.lastHiddenState(ws, batch);
        return relationship.forward(ws, pooler.forward(ws, hidden, batch.sequences()));
    }
}
