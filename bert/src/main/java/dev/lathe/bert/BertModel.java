package dev.lathe.bert;

import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// The encoder that all heads of BERT and its relatives stand on. Source: Devlin et al., 2019.
///
/// Parameters have the names and shapes of Hugging Face's `BertModel`, `DistilBertModel`, `RobertaModel` or
/// `ElectraModel`, as the configuration's family says, without a pooler; see [BertPooler].
public final class BertModel {
    private final BertConfig config;
    private final BertEmbeddings embeddings;
    private final EmbeddingWidth width;
    private final BertEncoder encoder;

    /// @param scope where the model stands: the root for an encoder alone; see [#below]
    public BertModel(ModelScope scope, BertConfig config) {
        this.config = config;
        this.embeddings = new BertEmbeddings(scope.child("embeddings"), config);
        this.width = EmbeddingWidth.of(scope, config);
        this.encoder = new BertEncoder(scope, config);
    }

    /// The encoder of a model with a head: its parameters' names start with the family's, as in `bert.encoder`.
    ///
    /// @param scope the root
    static BertModel below(ModelScope scope, BertConfig config) {
        return new BertModel(scope.child(config.family().modelType()), config);
    }

    public BertConfig config() {
        return config;
    }

    Parameter wordEmbeddings() {
        return embeddings.wordEmbeddings();
    }

    /// The hidden state of every token after the last layer, `[tokens,hidden]`.
    ///
    /// @throws IllegalArgumentException if a sequence is longer than [BertConfig#longestSequence]
    /// @throws IndexOutOfBoundsException if an id is outside the vocabulary
    public Tensor lastHiddenState(Workspace ws, TokenBatch batch) {
        return encoder.forward(ws, width.widen(ws, embeddings.forward(ws, batch)), batch.sequences());
    }
}
