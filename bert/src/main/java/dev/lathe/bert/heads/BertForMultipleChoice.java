package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT or a relative that chooses one of several continuations. Each choice is a sequence of its own: the prompt, and
/// the choice as the second text of a pair.
///
/// Source: Devlin et al., 2019, section 4.4; names as in Hugging Face's `BertForMultipleChoice` and so on.
public final class BertForMultipleChoice {
    private final Encoder encoder;
    private final FirstTokenHead classifier;

    public BertForMultipleChoice(ModelScope scope, BertConfig config) {
        this(scope, BertModel.below(scope, config));
    }

    /// On any encoder.
    ///
    /// @param scope the root, where the head's parameters stand
    public BertForMultipleChoice(ModelScope scope, Encoder encoder) {
        this.encoder = encoder;
        BertConfig config = encoder.config();
        classifier = new FirstTokenHead(scope, config, config.family().choice(), 1);
    }

    /// One score for each sequence, `[sequences,1]`. A softmax over the sequences of one prompt gives the choices'
    /// probabilities; prompts may differ in their number of choices.
    public Tensor logits(Workspace ws, TokenBatch batch) {
        return classifier.forward(ws, encoder.lastHiddenState(ws, batch), batch.sequences());
    }
}
