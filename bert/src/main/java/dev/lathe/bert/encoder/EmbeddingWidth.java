package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// How embeddings come to the width of the layers.
sealed interface EmbeddingWidth {
    /// Makes the map, where embeddings are narrower.
    static EmbeddingWidth of(ModelScope scope, BertConfig config) {
        return config.embeddingSize() == config.hiddenSize()
                ? new Same()
                : new Mapped(scope.linear("embeddings_project", config.embeddingSize(), config.hiddenSize(),
                        Initializer.normal(config.initializerRange())));
    }

    /// `[tokens,embedding]` to `[tokens,hidden]`. Gives the memory of `x` back if it makes another tensor.
    Tensor widen(Workspace ws, Tensor x);

    /// They have it.
    record Same() implements EmbeddingWidth {
        @Override
        public Tensor widen(Workspace ws, Tensor x) {
            return x;
        }
    }

    /// By a linear map.
    record Mapped(Linear map) implements EmbeddingWidth {
        @Override
        public Tensor widen(Workspace ws, Tensor x) {
            Tensor wide = map.forward(ws, x);
            ws.discard(x);
            return wide;
        }
    }
}
