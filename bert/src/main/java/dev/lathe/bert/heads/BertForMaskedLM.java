package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT or a relative that guesses masked words: the first of BERT's pretraining tasks. The decoder is tied to the word
/// embeddings.
///
/// Source: Devlin et al., 2019, section 3.1, task 1; names as in Hugging Face's `BertForMaskedLM` and so on, which have
/// no pooler. Of ELECTRA it is the generator.
public final class BertForMaskedLM {
    private final Encoder encoder;
    private final BertLmHead predictions;

    public BertForMaskedLM(ModelScope scope, BertConfig config) {
        this(scope, BertModel.below(scope, config));
    }

    /// On any encoder.
    ///
    /// @param scope the root, where the head's parameters stand
    public BertForMaskedLM(ModelScope scope, Encoder encoder) {
        this.encoder = encoder;
        BertConfig config = encoder.config();
        predictions = new BertLmHead(scope, config, encoder.wordEmbeddings());
    }

    /// A score for each word of the vocabulary, `[count,vocabulary]`, for the chosen tokens only.
    ///
    /// @param rows I32 `[count]`: rows of the batch's tokens, usually those that are masked
    /// @throws IndexOutOfBoundsException if a row is none of the batch
    public Tensor logits(Workspace ws, TokenBatch batch, Tensor rows) {
        return predictions.forward(ws, encoder.lastHiddenState(ws, batch), rows);
    }
}
