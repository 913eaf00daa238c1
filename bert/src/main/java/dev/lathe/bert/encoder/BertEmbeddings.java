package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.Dropout;
import dev.lathe.nn.Embedding;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.LayerNorm;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;

/// Word, position and token type embeddings, summed, normalised and dropped out.
///
/// Source: Devlin et al., 2019, section 3 and figure 2.
final class BertEmbeddings {
    private final BertConfig config;
    private final Embedding words;
    private final Embedding positions;
    private final TokenTypes tokenTypes;
    private final LayerNorm layerNorm;
    private final Dropout dropout;

    BertEmbeddings(ModelScope scope, BertConfig config) {
        this.config = config;
        Initializer normal = Initializer.normal(config.initializerRange());
        int size = config.embeddingSize();
        words = new Embedding(scope.child("word_embeddings"), "token", config.vocabSize(), size, normal);
        positions = new Embedding(
                scope.child("position_embeddings"), "position", config.maxPositionEmbeddings(), size, normal);
        tokenTypes = TokenTypes.of(scope, config);
        layerNorm = new LayerNorm(scope.child("LayerNorm"), size, config.layerNormEps());
        dropout = new Dropout(scope, config.hiddenDropoutProb());
    }

    /// The table of word embeddings, `[vocabulary,embedding]`.
    Parameter wordEmbeddings() {
        return words.weight();
    }

    /// The words' own, `[tokens,embedding]`.
    ///
    /// @throws IllegalArgumentException if a sequence is longer than the model's positions
    Tensor words(Workspace ws, TokenBatch batch) {
        checkLength(batch.sequences().longest());
        return words.forward(ws, batch.inputIds());
    }

    /// Those of words in their places, `[tokens,embedding]`. Gives the memory of `word` back.
    ///
    /// @param word what stands for each token
    /// @param first position of each sequence's first token, where the family's is 0
    Tensor forward(Workspace ws, Tensor word, TokenBatch batch, int first) {
        Tensor placed = tokenTypes.addTo(ws, word, batch);
        Tensor position = positions.forward(ws, positionIds(ws, batch.sequences(), first));
        Tensor sum = AddOp.apply(ws, placed, position);
        ws.discard(placed);
        ws.discard(position);
        Tensor normal = layerNorm.forward(ws, sum);
        ws.discard(sum);
        Tensor dropped = dropout.forward(ws, normal, batch.sequences());
        if (dropped != normal) {
            ws.discard(normal);
        }
        return dropped;
    }

    private void checkLength(int longest) {
        if (longest > config.longestSequence()) {
            int first = config.firstPosition();
            throw new IllegalArgumentException("%s: %d tokens: maxPositionEmbeddings is %d%s%s; truncate or split".formatted(
                    config.family().modelType(), longest, config.maxPositionEmbeddings(),
                    first == 0 ? "" : " and positions start at " + first,
                    config.virtualTokens() == 0 ? "" : ", virtual tokens take " + config.virtualTokens()));
        }
    }

    private Tensor positionIds(Workspace ws, PackedSequences sequences, int shift) {
        int first = config.firstPosition() + shift;
        if (first == 0) {
            return sequences.positionTensor();
        }
        var ids = new int[sequences.tokens()];
        for (int s = 0; s < sequences.count(); s++) {
            for (int row = sequences.start(s); row < sequences.start(s + 1); row++) {
                ids[row] = first + row - sequences.start(s);
            }
        }
        return ws.ofInts(Shape.of(ids.length), ids);
    }
}
