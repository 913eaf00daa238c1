package example;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Looks into a model: hidden states and attention of every layer, and what the loss asks each of them to become.
public final class WatchModel {
    private WatchModel() {}

    public static void main(String[] arguments) throws IOException {
        var directory = ModelDirectory.open(Path.of("all-MiniLM-L6-v2"));
        try (var device = Device.cpu(); var parameters = Workspace.model("model", device.backend());
                var weights = directory.openWeights()) {
            var scope = ModelScope.root(parameters);
            var model = new BertForSequenceClassification(scope, directory.config().bert(), 2);
            BertWeights.load(weights, scope.parameters(), 42);
            var texts = List.of(TokenSequence.of(directory.tokenizer().encode("the food was good", 64)));
            // README
            var recorder = Recorder.of(place -> place.endsWith(".output") || place.endsWith(".shares"));
            try (var ws = Workspace.recording("look", device.backend()).observedBy(recorder)) {
                Value.of(ws, model.logits(ws, TokenBatch.of(ws, texts)))
                        .crossEntropy(ws.ofInts(Shape.of(1), 1)).backward();
            }
            recorder.values().forEach((place, seen) ->
                    System.out.println(place + " " + seen.shape() + " starts " + seen.values()[0]));
            recorder.gradients().forEach((place, seen) -> System.out.println(place + " gradient " + seen.norm()));
            for (ModelParameter p : scope.parameters()) {
                if (p.parameter().hasGradient() && p.name().endsWith(".query.weight")) {
                    var gradient = new Recorder.Seen(p.parameter().shape(), p.parameter().gradient().toArray());
                    System.out.println(p.name() + " gradient " + gradient.norm());
                }
            }
            // README end
        }
    }
}
