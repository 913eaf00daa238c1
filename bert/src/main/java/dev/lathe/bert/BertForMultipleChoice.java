package dev.lathe.bert;

import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT that chooses one of several continuations. Each choice is a sequence of its own: the prompt, and the choice
/// as the second text of a pair.
///
/// Source: Devlin et al., 2019, section 4.4; names as in Hugging Face's class of this name.
public final class BertForMultipleChoice {
    private final BertModel bert;
    private final BertPooler pooler;
    private final Dropout dropout;
    private final Linear classifier;

    public BertForMultipleChoice(ModelScope scope, BertConfig config) {
        bert = new BertModel(scope.child("bert"), config);
        pooler = new BertPooler(scope.child("bert").child("pooler"), config);
        dropout = new Dropout(scope, config.classifierDropout());
        classifier = new Linear(
                scope.child("classifier"), config.hiddenSize(), 1, Initializer.normal(config.initializerRange()));
    }

    /// One score for each sequence, `[sequences,1]`. A softmax over the sequences of one prompt gives the choices'
    /// probabilities; prompts may differ in their number of choices.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        Tensor hidden = bert.lastHiddenState(ws, batch);
        Tensor pooled = pooler.forward(ws, hidden, batch.sequences());
        return classifier.forward(ws, dropout.forwardPooled(ws, pooled, batch.sequences()));
    }
}
