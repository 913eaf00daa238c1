package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// The encoder that all heads of BERT and its relatives stand on. Source: Devlin et al., 2019.
///
/// Shows observers of a workspace the places `embeddings`, and of each layer, by its path, `.shares` (of attention, without
/// dropout), `.context` (what attention has gathered, before its dense map), `.intermediate` (after the activation) and
/// `.output`.
///
/// Parameters have the names and shapes of Hugging Face's `BertModel`, `DistilBertModel`, `RobertaModel` or
/// `ElectraModel`, as the configuration's family says, without a pooler; see `BertPooler`.
public final class BertModel implements Encoder {
    private final BertConfig config;
    private final BertEmbeddings embeddings;
    private final EmbeddingWidth width;
    private final BertEncoder encoder;
    private final String embeddingsPlace;

    /// @param scope where the model stands: the root for an encoder alone; see [#below]
    public BertModel(ModelScope scope, BertConfig config) {
        this.config = config;
        this.embeddings = new BertEmbeddings(scope.child("embeddings"), config);
        this.width = EmbeddingWidth.of(scope, config);
        this.encoder = new BertEncoder(scope, config);
        this.embeddingsPlace = scope.child("embeddings").path();
    }

    /// The encoder of a model with a head: its parameters' names start with the family's, as in `bert.encoder`.
    ///
    /// @param scope the root
    public static BertModel below(ModelScope scope, BertConfig config) {
        return new BertModel(scope.child(config.family().modelType()), config);
    }

    @Override
    public BertConfig config() {
        return config;
    }

    @Override
    public Parameter wordEmbeddings() {
        return embeddings.wordEmbeddings();
    }

    @Override
    public Tensor lastHiddenState(Workspace ws, TokenBatch batch) {
        Tensor embedded = embeddings.forward(ws, batch);
        ws.observe(embeddingsPlace, embedded);
        return encoder.forward(ws, width.widen(ws, embedded), batch.sequences());
    }
}
