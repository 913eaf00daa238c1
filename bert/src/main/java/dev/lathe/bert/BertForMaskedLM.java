package dev.lathe.bert;

import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT or a relative that guesses masked words: the first of BERT's pretraining tasks. The decoder is tied to the word
/// embeddings.
///
/// Source: Devlin et al., 2019, section 3.1, task 1; names as in Hugging Face's `BertForMaskedLM` and so on, which have
/// no pooler. Of ELECTRA it is the generator.
public final class BertForMaskedLM {
    private final BertModel bert;
    private final BertLmHead predictions;

    public BertForMaskedLM(ModelScope scope, BertConfig config) {
        bert = BertModel.below(scope, config);
        predictions = new BertLmHead(scope, config, bert.wordEmbeddings());
    }

    /// A score for each word of the vocabulary, `[count,vocabulary]`, for the chosen tokens only.
    ///
    /// @param rows I32 `[count]`: rows of the batch's tokens, usually those that are masked
    /// @throws IndexOutOfBoundsException if a row is none of the batch
    public Tensor logits(Workspace ws, TokenBatch batch, Tensor rows) {
        return predictions.forward(ws, bert.lastHiddenState(ws, batch), rows);
    }
}
