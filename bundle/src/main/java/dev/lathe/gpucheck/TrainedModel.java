package dev.lathe.gpucheck;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientClipping;
import dev.lathe.optim.ParameterGroup;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import java.util.List;

/// The model of a workload on one device, and its training, with dropout, clipping and AdamW.
final class TrainedModel implements AutoCloseable {
    private static final long SEED = 42;
    private static final double MAX_GRAD_NORM = 1;
    /// Epsilon is large, so that a gradient that is 0 but for rounding moves nothing.
    private static final AdamW.Config ADAMW = new AdamW.Config(0.9, 0.999, 1e-4);

    private final Workload workload;
    private final Backend backend;
    private final Workspace workspace;
    private final BertForSequenceClassification model;
    private final List<Parameter> parameters;
    private final AdamW optimizer;
    private final GradientClipping clipping;

    TrainedModel(Workload workload, Backend backend) {
        this.workload = workload;
        this.backend = backend;
        workspace = Workspace.model(workload.name(), backend);
        ModelScope scope = ModelScope.root(workspace);
        model = new BertForSequenceClassification(scope, workload.config(), Workload.CLASSES);
        scope.parameters().forEach(parameter -> parameter.initialize(SEED));
        parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
        optimizer = new AdamW(ADAMW, ParameterGroup.usual(parameters, 0.01), workspace);
        clipping = new GradientClipping(parameters, MAX_GRAD_NORM, workspace);
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /// What a step did.
    record Step(double loss, double gradientNorm) {}

    /// One training step.
    Step step() {
        return step(() -> {});
    }

    /// @param beforeUpdate runs when the gradients are there, before they are used and cleared
    Step step(Runnable beforeUpdate) {
        int number = optimizer.step();
        try (var ws = Workspace.training("step " + number, backend, new RandomKey(SEED, number))) {
            int[] labels = workload.labels();
            Tensor logits = model.logits(ws, TokenBatch.of(ws, workload.texts()));
            Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(labels.length), labels));
            ws.backward(loss);
            beforeUpdate.run();
            optimizer.step(workload.learningRate(), clipping.measure());
            return new Step(loss.item(), clipping.norm());
        }
    }

    /// The scores of all texts, without training.
    float[] infer() {
        try (var ws = Workspace.inference("inference", backend)) {
            return model.logits(ws, TokenBatch.of(ws, workload.texts())).toArray();
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
