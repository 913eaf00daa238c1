package example;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.reduce.MeanPoolOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Puts a head of one's own on a pretrained encoder: stars from 1 to 5, of the mean of all tokens.
public final class OwnHead {
    // README
    private final BertModel encoder;
    private final Linear stars;

    OwnHead(ModelScope scope, ModelDirectory directory) throws IOException {
        encoder = new BertModel(scope, directory.config().bert());
        stars = scope.linear("stars", encoder.config().hiddenSize(), 5, Initializer.normal(0.02));
    }

    Tensor logits(Workspace ws, TokenBatch batch) {
        return stars.forward(ws, MeanPoolOp.apply(ws, encoder.lastHiddenState(ws, batch), batch.sequences()));
    }
    // README end

    public static void main(String[] arguments) throws IOException {
        var directory = ModelDirectory.open(Path.of("all-MiniLM-L6-v2"));
        try (var device = Device.cpu(); var parameters = Workspace.model("model", device.backend());
                var weights = directory.openWeights()) {
            var scope = ModelScope.root(parameters);
            var model = new OwnHead(scope, directory);
            BertWeights.load(weights, scope.parameters(), 42);
            try (var ws = Workspace.inference("prediction", device.backend())) {
                var text = TokenSequence.of(directory.tokenizer().encode("the food was good", 64));
                System.out.println(Arrays.toString(model.logits(ws, TokenBatch.of(ws, List.of(text))).toArray()));
            }
        }
    }
}
