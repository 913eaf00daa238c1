package example;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Observer;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Looks into a model while it reads: what the first token attends to, in each layer's first head.
public final class WatchAttention {
    private WatchAttention() {}

    public static void main(String[] arguments) throws IOException {
        var directory = ModelDirectory.open(Path.of("all-MiniLM-L6-v2"));
        try (var device = Device.cpu(); var parameters = Workspace.model("model", device.backend());
                var weights = directory.openWeights()) {
            var scope = ModelScope.root(parameters);
            var model = new BertModel(scope, directory.config().bert());
            BertWeights.load(weights, scope.parameters(), 42);
            var attention = new Observer() {
                @Override
                public boolean wants(String place) {
                    return place.endsWith(".shares");
                }

                @Override
                public void value(String place, Tensor shares) {
                    int longest = shares.shape().dim(2);
                    System.out.println(place + " " + Arrays.toString(Arrays.copyOf(shares.toArray(), longest)));
                }
            };
            try (var ws = Workspace.inference("prediction", device.backend()).observedBy(attention)) {
                var text = TokenSequence.of(directory.tokenizer().encode("the food was good", 64));
                model.lastHiddenState(ws, TokenBatch.of(ws, List.of(text)));
            }
        }
    }
}
