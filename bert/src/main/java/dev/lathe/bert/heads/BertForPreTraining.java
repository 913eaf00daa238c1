package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// BERT with the heads of both its pretraining tasks, as its authors' checkpoints hold it.
///
/// Source: Devlin et al., 2019, section 3.1; names as in Hugging Face's class of this name.
public final class BertForPreTraining {
    private final Encoder encoder;
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
        this(scope, BertModel.below(scope, config));
    }

    /// On any encoder.
    ///
    /// @param scope the root, where the head's parameters stand
    public BertForPreTraining(ModelScope scope, Encoder encoder) {
        this.encoder = encoder;
        BertConfig config = encoder.config();
        predictions = new BertLmHead(scope, config, encoder.wordEmbeddings());
        relationship = new NextSentenceHead(scope, config);
    }

    /// Scores for both tasks from one pass.
    ///
    /// @param rows I32 `[count]`: rows of the batch's tokens whose words are to be guessed
    /// @throws IndexOutOfBoundsException if a row is none of the batch
    public Logits logits(Workspace ws, TokenBatch batch, Tensor rows) {
        Tensor hidden = encoder.lastHiddenState(ws, batch);
        return new Logits(
                predictions.forward(ws, hidden, rows),
                relationship.forward(ws, hidden, batch.sequences()));
    }
}
