package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.RowsBefore;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The encoder that all heads of BERT and its relatives stand on. Source: Devlin et al., 2019.
///
/// Shows observers of a workspace the places `embeddings`, and of each layer, by its path, `.shares` (of attention, without
/// dropout; the keys of a prefix come first), `.context` (what attention has gathered, before its dense map), `.intermediate` (after the activation) and
/// `.output`.
///
/// Parameters have the names and shapes of Hugging Face's `BertModel`, `DistilBertModel`, `RobertaModel` or
/// `ElectraModel`, as the configuration's family says, without a pooler; see `BertPooler`.
public final class BertModel implements Encoder {
    private final BertConfig config;
    private final Optional<LearnedRows> prompt;
    /// Keys and values before those of a text.
    private final int prefixed;
    private final BertEmbeddings embeddings;
    private final EmbeddingWidth width;
    private final BertEncoder encoder;
    private final String embeddingsPlace;

    /// @param scope where the model stands: the root for an encoder alone; see [#below]
    public BertModel(ModelScope scope, BertConfig config) {
        this.prompt = scope.prompt(config.embeddingSize());
        Optional<LearnedRows> prefix = scope.prefix(config.numHiddenLayers(), config.hiddenSize());
        this.prefixed = prefix.map(LearnedRows::count).orElse(0);
        this.config = config.toBuilder().virtualTokens(prefixed + prompt.map(LearnedRows::count).orElse(0)).build();
        this.embeddings = new BertEmbeddings(scope.child("embeddings"), this.config);
        this.width = EmbeddingWidth.of(scope, config);
        this.encoder = new BertEncoder(scope, config, prefix);
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
        return states(ws, batch, embedded -> List.of(encoder.forward(ws, embedded.x, embedded.sequences))).getLast();
    }

    /// The hidden states of every token, `[tokens,hidden]` each: what goes into the first layer, then what comes out of each; the last is
    /// [#lastHiddenState], to the bit. They stay until the workspace closes, and a loss may be computed from any of them.
    ///
    /// @throws IllegalArgumentException if a sequence is longer than [BertConfig#longestSequence]
    /// @throws IndexOutOfBoundsException if an id is outside the vocabulary
    public List<Tensor> hiddenStates(Workspace ws, TokenBatch batch) {
        return states(ws, batch, embedded -> encoder.states(ws, embedded.x, embedded.sequences));
    }

    /// What goes into the first layer.
    private record Embedded(Tensor x, PackedSequences sequences) {}

    private List<Tensor> states(Workspace ws, TokenBatch batch, Function<Embedded, List<Tensor>> layers) {
        Tensor words = embeddings.words(ws, batch);
        if (prompt.isEmpty()) {
            return layers.apply(embedded(ws, words, batch));
        }
        var before = new RowsBefore(ws, batch.sequences(), prompt.get().count());
        Tensor all = before.joined(ws, prompt.get().part(ws, 0), words);
        ws.discard(words);
        Tensor types = ws.ofInts(Shape.of(before.all().tokens()), before.joined(batch.tokenTypeIds().toIntArray()));
        List<Tensor> states = layers.apply(embedded(ws, all, new TokenBatch(batch.inputIds(), types, before.all())));
        List<Tensor> own = new ArrayList<>();
        for (Tensor state : states) {
            // What stands for a whole text is what the first of the rows has become, as in PEFT.
            own.add(before.ownBehindTheFirst(ws, state));
            ws.discard(state);
        }
        return own;
    }

    private Embedded embedded(Workspace ws, Tensor words, TokenBatch batch) {
        Tensor embedded = embeddings.forward(ws, words, batch, prefixed);
        ws.observe(embeddingsPlace, embedded);
        return new Embedded(width.widen(ws, embedded), batch.sequences());
    }
}
