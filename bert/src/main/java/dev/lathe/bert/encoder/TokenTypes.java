package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.Embedding;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;

/// What tells the first text of a pair from the second.
sealed interface TokenTypes {
    /// Makes the table, where the family has one.
    static TokenTypes of(ModelScope scope, BertConfig config) {
        if (!config.family().encoding().tokenTypes()) {
            return new Absent();
        }
        var table = new Embedding(
                scope.child("token_type_embeddings"), "token type", config.typeVocabSize(), config.embeddingSize(),
                Initializer.normal(config.initializerRange()));
        return config.typeVocabSize() == 1 ? new One(table) : new Several(table);
    }

    /// Adds each token's type to its word, `[tokens,hidden]`. Gives the memory of `words` back if it makes another
    /// tensor.
    Tensor addTo(Workspace ws, Tensor words, TokenBatch batch);

    /// A learned vector for each text of a pair.
    record Several(Embedding table) implements TokenTypes {
        @Override
        public Tensor addTo(Workspace ws, Tensor words, TokenBatch batch) {
            return sum(ws, words, table.forward(ws, batch.tokenTypeIds()));
        }
    }

    /// One vector for all tokens: which text they are of is not looked at.
    record One(Embedding table) implements TokenTypes {
        @Override
        public Tensor addTo(Workspace ws, Tensor words, TokenBatch batch) {
            int tokens = batch.sequences().tokens();
            return sum(ws, words, table.forward(ws, ws.ofInts(Shape.of(tokens), new int[tokens])));
        }
    }

    /// A family that tells the texts apart by the separator between them only.
    record Absent() implements TokenTypes {
        @Override
        public Tensor addTo(Workspace ws, Tensor words, TokenBatch batch) {
            return words;
        }
    }

    private static Tensor sum(Workspace ws, Tensor words, Tensor types) {
        Tensor sum = AddOp.apply(ws, words, types);
        ws.discard(words);
        ws.discard(types);
        return sum;
    }
}
