package example;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;
import java.io.IOException;
import java.nio.file.Path;

/// Maps of low rank beside the frozen ones of a pretrained encoder (LoRA: Hu et al., 2021).
public final class LowRank {
    private LowRank() {}

    // README
    record LowRankLinear(Linear frozen, Parameter down, Parameter up) implements Linear {
        @Override
        public Tensor forward(Workspace ws, Tensor x) {
            Value in = Value.of(ws, x);
            Value low = in.matMul(in.with(down.value())).matMul(in.with(up.value()));
            return in.with(frozen.forward(ws, x)).add(low).tensor();
        }
    }

    static final ModelPlan PLAN = new ModelPlan() {
        @Override
        public Linear linear(ModelScope place, int in, int out, Initializer weight) {
            Linear dense = ModelPlan.super.linear(place, in, out, weight);
            return !place.path().endsWith(".query") && !place.path().endsWith(".value") ? dense : new LowRankLinear(
                    dense,
                    place.ownParameter("down", Shape.of(in, 4), Initializer.normal(0.02)),
                    place.ownParameter("up", Shape.of(4, out), Initializer.ZEROS));
        }

        @Override
        public boolean isFrozen(String path) {
            return path.matches("bert\\.(embeddings|encoder)\\..*(weight|bias)");
        }
    };
    // README end

    public static void main(String[] arguments) throws IOException {
        var directory = ModelDirectory.open(Path.of("all-MiniLM-L6-v2"));
        try (var device = Device.cpu(); var parameters = Workspace.model("model", device.backend());
                var weights = directory.openWeights()) {
            ModelScope scope = BertWeights.build(parameters, weights, PLAN, place -> {
                new BertForSequenceClassification(place, directory.config().bert(), 2);
                return place;
            });
            var loaded = BertWeights.load(weights, scope.parameters(), 42);
            long trained = scope.parameters().stream().map(ModelParameter::parameter).filter(p -> !p.isFrozen())
                    .mapToLong(p -> p.shape().size()).sum();
            System.out.println(trained + " values to train; set anew: " + loaded.initialized());
        }
    }
}
