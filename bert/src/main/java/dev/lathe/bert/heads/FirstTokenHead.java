package dev.lathe.bert.heads;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.HiddenAct;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.nn.Dropout;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.GatherOp;

/// Scores for whole texts, from the hidden state of their first token. Families differ in names and activation; where
/// the first map is BERT's pooler, it has the pooler's name.
///
/// Source: Devlin et al., 2019, section 4.1.
final class FirstTokenHead {
    private final Linear dense;
    private final HiddenAct activation;
    private final Dropout dropout;
    private final Dropout inputDropout;
    private final Linear output;
    private final String inputPlace;

    /// @param scope the root
    /// @param classes number of scores
    FirstTokenHead(ModelScope scope, BertConfig config, ModelFamily.FirstTokenNames names, int classes) {
        Initializer normal = Initializer.normal(config.initializerRange());
        int hidden = config.hiddenSize();
        dense = scope.linear(names.dense(), hidden, hidden, normal);
        activation = names.activation();
        dropout = new Dropout(scope, config.classifierDropout());
        inputDropout = new Dropout(scope, names.dropsInput() ? config.classifierDropout() : 0);
        output = scope.linear(names.output(), hidden, classes, normal);
        inputPlace = names.output() + ".input";
    }

    /// scores(pooled): `[tokens,hidden]` to `[sequences,classes]`.
    Tensor forward(Workspace ws, Tensor hidden, PackedSequences sequences) {
        return scores(ws, pooled(ws, hidden, sequences));
    }

    /// dropout(activation(dense(first token))): `[tokens,hidden]` to `[sequences,hidden]`.
    Tensor pooled(Workspace ws, Tensor hidden, PackedSequences sequences) {
        Tensor first = GatherOp.apply(ws, hidden, sequences.firstRowTensor());
        Tensor mapped = dense.forward(ws, inputDropout.forwardPooled(ws, first, sequences));
        Tensor read = dropout.forwardPooled(ws, activation.apply(ws, mapped), sequences);
        ws.observe(inputPlace, read);
        return read;
    }

    /// output(pooled): `[sequences,hidden]` to `[sequences,classes]`.
    Tensor scores(Workspace ws, Tensor pooled) {
        return output.forward(ws, pooled);
    }
}
