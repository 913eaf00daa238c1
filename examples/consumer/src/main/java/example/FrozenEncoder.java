package example;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.nn.ModelParameter;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientClipping;
import dev.lathe.optim.Optimizer;
import dev.lathe.optim.ParameterGroup;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import dev.lathe.train.run.weights.FreezePlan;
import dev.lathe.train.run.weights.MomentsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Trains a head of one's own on an encoder that stays as it is, saves it, and goes on from the files.
public final class FrozenEncoder {
    private static final String[] TEXTS = {"the food was good", "the food was awful", "very fine", "not good"};
    private static final int[] STARS = {4, 0, 3, 1};

    private FrozenEncoder() {}

    // README
    /// A model, and the parameters that its parts have asked for.
    record Model(OwnHead head, List<ModelParameter> parameters) {
        static Model load(Workspace ws, ModelDirectory directory) throws IOException {
            var freeze = FreezePlan.of("embeddings", "encoder");
            try (var weights = directory.openWeights()) {
                Model model = BertWeights.build(ws, weights, freeze, scope -> new Model(new OwnHead(scope, directory), scope.parameters()));
                System.out.println(freeze.notice(model.parameters).orElseThrow());
                System.out.println("set from the seed: " + BertWeights.load(weights, model.parameters, 42).initialized());
                return model;
            }
        }

        AdamW optimizer(Workspace ws) {
            return new AdamW(AdamW.Config.DEFAULT, ParameterGroup.usual(parameters.stream().map(ModelParameter::parameter).toList(), 0.01), ws);
        }
    }

    static void save(Path folder, Model model, Optimizer optimizer) throws IOException {
        BertWeights.save(folder.resolve("model.safetensors"), model.parameters());
        MomentsFile.write(folder, optimizer.states());
    }

    static void goOn(Path folder, Model model, Optimizer optimizer, int steps) throws IOException {
        try (var file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            BertWeights.loadTrained(file, model.parameters());
        }
        MomentsFile.read(folder, optimizer.states());
        optimizer.resumeAfter(steps);
    }
    // README end

    private static void train(Device device, Model model, Optimizer optimizer, GradientClipping clipping, List<TokenSequence> examples, int steps) {
        for (int step = 0; step < steps; step++) {
            try (var ws = Workspace.recording("step " + step, device.backend())) {
                Value loss = Value.of(ws, model.head().logits(ws, TokenBatch.of(ws, examples)))
                        .crossEntropy(ws.ofInts(Shape.of(STARS.length), STARS));
                loss.backward();
                optimizer.step(1e-2, clipping.measure());
                System.out.println("loss " + loss.item() + ", norm " + clipping.norm());
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        var directory = ModelDirectory.open(Path.of("all-MiniLM-L6-v2"));
        List<TokenSequence> examples = List.of(TEXTS).stream().map(text -> TokenSequence.of(directory.tokenizer().encode(text, 64))).toList();
        Path folder = Files.createTempDirectory("frozen-encoder");
        try (var device = Device.cpu()) {
            try (var ws = Workspace.model("model", device.backend())) {
                Model model = Model.load(ws, directory);
                AdamW optimizer = model.optimizer(ws);
                var clipping = new GradientClipping(model.parameters().stream().map(ModelParameter::parameter).toList(), 1, ws);
                train(device, model, optimizer, clipping, examples, 3);
                save(folder, model, optimizer);
                train(device, model, optimizer, clipping, examples, 2);
            }
            try (var ws = Workspace.model("model", device.backend())) {
                Model model = Model.load(ws, directory);
                AdamW optimizer = model.optimizer(ws);
                var clipping = new GradientClipping(model.parameters().stream().map(ModelParameter::parameter).toList(), 1, ws);
                goOn(folder, model, optimizer, 3);
                train(device, model, optimizer, clipping, examples, 2);
            }
        }
    }
}
