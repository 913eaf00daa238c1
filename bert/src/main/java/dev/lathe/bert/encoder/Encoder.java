package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// What every head stands on: tokens in, a hidden state for each of them out. [BertModel] is one; any other that keeps to this gets
/// all heads, tasks and training with them.
public interface Encoder {
    /// Sizes and rates that heads go by: `hiddenSize`, `classifierDropout` and so on.
    BertConfig config();

    /// The hidden state of every token after the last layer, `[tokens,hidden]`.
    ///
    /// @throws IllegalArgumentException if a sequence is longer than [BertConfig#longestSequence]
    /// @throws IndexOutOfBoundsException if an id is outside the vocabulary
    Tensor lastHiddenState(Workspace ws, TokenBatch batch);

    /// The table that token ids choose rows of, `[vocabulary,embedding]`: heads that guess words share it.
    Parameter wordEmbeddings();
}
