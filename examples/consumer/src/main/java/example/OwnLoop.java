package example;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientClipping;
import dev.lathe.optim.ParameterGroup;
import dev.lathe.optim.Schedule;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Owns every line of the training loop.
public final class OwnLoop {
    private OwnLoop() {}

    public static void main(String[] arguments) throws IOException {
        List<String> texts = List.of("the food was good", "the food was awful", "very fine", "not good");
        int[] labels = {1, 0, 1, 0};
        var directory = ModelDirectory.open(Path.of("all-MiniLM-L6-v2"));
        List<TokenSequence> examples =
                texts.stream().map(text -> TokenSequence.of(directory.tokenizer().encode(text, 64))).toList();
        try (var device = Device.cpu(); var model = Workspace.model("model", device.backend())) {
            var scope = ModelScope.root(model);
            var classifier = new BertForSequenceClassification(scope, directory.config().bert(), 2);
            try (var weights = directory.openWeights()) {
                BertWeights.load(weights, scope.parameters(), 42);
            }
            var parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
            // README
            var optimizer = new AdamW(AdamW.Config.DEFAULT, ParameterGroup.usual(parameters, 0.01), model);
            var clipping = new GradientClipping(parameters, 1, model);
            var schedule = new Schedule(Schedule.Course.LINEAR, 1e-3, 2, 20);
            for (int step = 0; step < 20; step++) {
                try (var ws = Workspace.training("step " + step, device.backend(), new RandomKey(42, step))) {
                    Tensor logits = classifier.logits(ws, TokenBatch.of(ws, examples));
                    Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(labels.length), labels));
                    ws.backward(loss);
                    optimizer.step(schedule.rate(step), clipping.measure());
                    System.out.println(step + " " + loss.item());
                }
            }
            // README end
        }
    }
}
