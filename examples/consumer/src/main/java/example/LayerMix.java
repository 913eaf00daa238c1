package example;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Mixes what all layers say, by shares that are learnt.
public final class LayerMix {
    // README
    private final BertModel encoder;
    private final Parameter shares;

    LayerMix(ModelScope scope, ModelDirectory directory) throws IOException {
        encoder = new BertModel(scope, directory.config().bert());
        shares = scope.parameter("shares", Shape.of(encoder.config().numHiddenLayers() + 1), Initializer.ZEROS);
    }

    /// The states of all layers, each by its share (Peters et al., 2018): `[tokens,hidden]`.
    Value states(Workspace ws, TokenBatch batch) {
        List<Tensor> states = encoder.hiddenStates(ws, batch);
        Value share = Value.of(ws, shares.value()).softmax();
        Value mixed = share.with(states.getFirst()).mul(share.slice(0, 0, 1));
        for (int i = 1; i < states.size(); i++) {
            mixed = mixed.add(share.with(states.get(i)).mul(share.slice(0, i, 1)));
        }
        return mixed;
    }
    // README end

    public static void main(String[] arguments) throws IOException {
        var directory = ModelDirectory.open(Path.of("all-MiniLM-L6-v2"));
        try (var device = Device.cpu(); var parameters = Workspace.model("model", device.backend());
                var weights = directory.openWeights()) {
            var scope = ModelScope.root(parameters);
            var model = new LayerMix(scope, directory);
            BertWeights.load(weights, scope.parameters(), 42);
            try (var ws = Workspace.recording("step", device.backend())) {
                var text = TokenSequence.of(directory.tokenizer().encode("the food was good", 64));
                Value states = model.states(ws, TokenBatch.of(ws, List.of(text)));
                states.mul(states).mean().backward();
                System.out.println(states.shape() + " " + Arrays.toString(model.shares.gradient().toArray()));
            }
        }
    }
}
