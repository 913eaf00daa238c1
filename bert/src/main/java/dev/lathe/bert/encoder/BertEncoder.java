package dev.lathe.bert.encoder;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stack of layers.
final class BertEncoder {
    private final List<BertLayer> layers = new ArrayList<>();

    /// @param scope the model's
    /// @param prefix keys and values of every layer before those of a text
    BertEncoder(ModelScope scope, BertConfig config, Optional<LearnedRows> prefix) {
        ModelScope stack = scope.child(config.family().layerNames().layers());
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            layers.add(new BertLayer(stack.child(Integer.toString(i)), config, KeyPrefix.of(prefix, i)));
        }
    }

    /// `[tokens,hidden]` to the same shape. Gives the memory of `x` back.
    Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        Tensor hidden = x;
        for (BertLayer layer : layers) {
            Tensor next = layer.forward(ws, hidden, sequences);
            ws.discard(hidden);
            hidden = next;
        }
        return hidden;
    }

    /// `x`, then what each layer makes of the one before. All stay.
    List<Tensor> states(Workspace ws, Tensor x, PackedSequences sequences) {
        List<Tensor> states = new ArrayList<>(List.of(x));
        for (BertLayer layer : layers) {
            states.add(layer.forward(ws, states.getLast(), sequences));
        }
        return states;
    }
}
