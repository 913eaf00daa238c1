package dev.lathe.train.run.model;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.Calibration;
import dev.lathe.bert.directory.LabelThresholds;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.bert.encoder.BertModel;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.adapter.AdaptedLinear;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.output.ExistingOutput;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Makes a plain model of a base and its adapter, which any tool opens that knows nothing of adapters.
///
///     AdapterMerge.run(ModelDirectory.open(Path.of("my-adapter")), Path.of("my-model"), ExistingOutput.REFUSE);
///
/// Base and adapter stay as they are: to undo it is to delete the result. It gives what the adapter gives, but for rounding: each
/// weight is computed in double precision and rounded once.
public final class AdapterMerge {
    private AdapterMerge() {}

    /// Writes the model, whole or not at all.
    ///
    /// @param adapted a directory with an adapter
    /// @param out directory of the result
    /// @param existing what to do if that is there
    /// @throws CheckpointException if there is no adapter, or it does not fit the base
    /// @throws dev.lathe.train.output.OutputException if `out` exists and may not be replaced
    public static void run(ModelDirectory adapted, Path out, ExistingOutput existing) throws IOException {
        if (adapted.adapter().isEmpty()) {
            throw new CheckpointException(adapted.path().toString(), "no adapter: there is nothing to merge");
        }
        AdapterMethod method = adapted.adapter().get().config().method();
        if (!method.merges()) {
            throw new CheckpointException(adapted.path().toString(),
                    "%s: stands beside the base's weights, and they cannot hold what it does; use it with its base".formatted(method.name()));
        }
        OutputDirectory.requireAbsent(out, existing);
        Optional<Task<?>> task = Tasks.of(adapted.config(), adapted.path());
        try (var device = Device.cpu(); var output = OutputDirectory.openAtOnce(out, existing);
                var parameters = Workspace.model("merged " + adapted.name(), device.backend());
                var weights = adapted.openWeights()) {
            var plan = (AdapterPlan) BertWeights.plan(weights);
            List<ModelParameter> merged = ModelMemoryError.reading(adapted.name(),
                    () -> BertWeights.buildTrained(parameters, weights, plan, scope -> {
                        build(task, scope, adapted);
                        BertWeights.loadTrained(weights, scope.parameters());
                        return scope.parameters();
                    }));
            plan.layers().forEach(AdaptedLinear::merge);
            BertWeights.save(output.partial().resolve(WeightFiles.SINGLE),
                    merged.stream().filter(p -> !plan.isOwn(p.name())).toList());
            writeSettings(adapted, output.partial());
            output.complete();
        }
    }

    private static void build(Optional<Task<?>> task, ModelScope scope, ModelDirectory adapted) throws IOException {
        if (task.isPresent()) {
            task.get().trained(scope, adapted, task.get().readLength(adapted));
        } else {
            new BertModel(scope, adapted.config().bert());
        }
    }

    private static void writeSettings(ModelDirectory adapted, Path directory) throws IOException {
        ModelSettings.write(adapted, directory);
        Calibration calibration = Calibration.read(adapted.path());
        if (!calibration.equals(Calibration.NONE)) {
            calibration.write(directory);
        }
        LabelThresholds thresholds = LabelThresholds.read(adapted.path(), adapted.config().labels());
        if (!thresholds.equals(LabelThresholds.NONE)) {
            thresholds.write(directory);
        }
    }
}
