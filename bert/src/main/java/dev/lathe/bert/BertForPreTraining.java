package dev.lathe.bert;

import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT with the heads of both its pretraining tasks, as its authors' checkpoints hold it.
///
/// Source: Devlin et al., 2019, section 3.1; names as in Hugging Face's class of this name.
public final class BertForPreTraining {
    private final BertModel bert;
    private final BertLmHead predictions;
    private final NextSentenceHead relationship;

    /// Scores for both tasks.
    ///
    /// @param prediction `[count,vocabulary]`: for each chosen token, of each word of the vocabulary
    /// @param sequenceRelationship `[sequences,2]`: [BertForNextSentencePrediction#FOLLOWS] and
    ///     [BertForNextSentencePrediction#RANDOM]
    public record Logits(Tensor prediction, Tensor sequenceRelationship) {}

    /// @throws IllegalArgumentException for a relative of BERT, none of which has both heads
    public BertForPreTraining(ModelScope scope, BertConfig config) {
        bert = BertModel.below(scope, config);
        predictions = new BertLmHead(scope, config, bert.wordEmbeddings());
        relationship = new NextSentenceHead(scope, config);
    }

    /// Scores for both tasks from one pass.
    ///
    /// @param rows I32 `[count]`: rows of the batch's tokens whose words are to be guessed
    /// @throws IndexOutOfBoundsException if a row is none of the batch
    public Logits logits(Workspace ws, TokenBatch batch, Tensor rows) {
        Tensor hidden = bert.lastHiddenState(ws, batch);
        return new Logits(
                predictions.forward(ws, hidden, rows),
                relationship.forward(ws, hidden, batch.sequences()));
    }
}
