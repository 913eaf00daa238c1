package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
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

    private final Encoder encoder;
    private final NextSentenceHead head;

    /// @throws IllegalArgumentException for a relative of BERT, none of which has this head
    public BertForNextSentencePrediction(ModelScope scope, BertConfig config) {
        this(scope, BertModel.below(scope, config));
    }

    /// On any encoder.
    ///
    /// @param scope the root, where the head's parameters stand
    public BertForNextSentencePrediction(ModelScope scope, Encoder encoder) {
        this.encoder = encoder;
        BertConfig config = encoder.config();
        head = new NextSentenceHead(scope, config);
    }

    /// Two scores for each pair, `[sequences,2]`: [#FOLLOWS] and [#RANDOM].
    public Tensor logits(Workspace ws, TokenBatch batch) {
        return head.forward(ws, encoder.lastHiddenState(ws, batch), batch.sequences());
    }
}
