package dev.lathe.bert;

import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// The encoder that all of BERT's heads stand on. Source: Devlin et al., 2019.
///
/// Parameters have the names and shapes of Hugging Face's `BertModel` without its pooler; see [BertPooler].
public final class BertModel {
    private final BertConfig config;
    private final BertEmbeddings embeddings;
    private final BertEncoder encoder;

    /// @param scope where the model stands: its root for an encoder alone, `bert` under a head
    public BertModel(ModelScope scope, BertConfig config) {
        this.config = config;
        this.embeddings = new BertEmbeddings(scope.child("embeddings"), config);
        this.encoder = new BertEncoder(scope.child("encoder"), config);
    }

    public BertConfig config() {
        return config;
    }

    Parameter wordEmbeddings() {
        return embeddings.wordEmbeddings();
    }

    /// The hidden state of every token after the last layer, `[tokens,hidden]`.
    ///
    /// @throws IllegalArgumentException if a sequence is longer than `maxPositionEmbeddings`
    /// @throws IndexOutOfBoundsException if an id is outside the vocabulary
    public Tensor lastHiddenState(Workspace ws, TokenBatch batch) {
        return encoder.forward(ws, embeddings.forward(ws, batch), batch.sequences());
    }
}
