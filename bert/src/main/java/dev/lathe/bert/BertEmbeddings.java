package dev.lathe.bert;

import dev.lathe.nn.Dropout;
import dev.lathe.nn.Embedding;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.LayerNorm;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.AddOp;

/// Word, position and token type embeddings, summed, normalised and dropped out.
///
/// Source: Devlin et al., 2019, section 3 and figure 2.
final class BertEmbeddings {
    private final Embedding words;
    private final Embedding positions;
    private final Embedding tokenTypes;
    private final LayerNorm layerNorm;
    private final Dropout dropout;
    private final int maxPositions;

    BertEmbeddings(ModelScope scope, BertConfig config) {
        Initializer normal = Initializer.normal(config.initializerRange());
        int hidden = config.hiddenSize();
        words = new Embedding(scope.child("word_embeddings"), "token", config.vocabSize(), hidden, normal);
        positions = new Embedding(
                scope.child("position_embeddings"), "position", config.maxPositionEmbeddings(), hidden, normal);
        tokenTypes = new Embedding(
                scope.child("token_type_embeddings"), "token type", config.typeVocabSize(), hidden, normal);
        layerNorm = new LayerNorm(scope.child("LayerNorm"), hidden, config.layerNormEps());
        dropout = new Dropout(scope, config.hiddenDropoutProb());
        maxPositions = config.maxPositionEmbeddings();
    }

    /// The table of word embeddings, `[vocabulary,hidden]`.
    Parameter wordEmbeddings() {
        return words.weight();
    }

    /// `[tokens,hidden]`
    ///
    /// @throws IllegalArgumentException if a sequence is longer than the model's positions
    Tensor forward(Workspace ws, TokenBatch batch) {
        if (batch.sequences().longest() > maxPositions) {
            throw new IllegalArgumentException("bert: %d tokens: maxPositionEmbeddings is %d; truncate or split"
                    .formatted(batch.sequences().longest(), maxPositions));
        }
        Tensor word = words.forward(ws, batch.inputIds());
        Tensor position = positions.forward(ws, batch.sequences().positionTensor());
        Tensor type = tokenTypes.forward(ws, batch.tokenTypeIds());
        Tensor placed = AddOp.apply(ws, word, type);
        ws.discard(word);
        ws.discard(type);
        Tensor sum = AddOp.apply(ws, placed, position);
        ws.discard(placed);
        ws.discard(position);
        Tensor normal = layerNorm.forward(ws, sum);
        ws.discard(sum);
        return dropout.forward(ws, normal, batch.sequences());
    }
}
