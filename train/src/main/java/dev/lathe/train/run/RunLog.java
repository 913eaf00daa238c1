package dev.lathe.train.run;

import dev.lathe.train.evaluate.EvaluationMetrics;
import dev.lathe.train.evaluate.LayerMetrics;
import dev.lathe.train.evaluate.MetricsLog;
import dev.lathe.train.evaluate.StepMetrics;
import dev.lathe.train.events.EventFiles;
import dev.lathe.train.events.EventValue;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.output.OutputException;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.watch.LayerReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run tells while it goes on: `metrics.jsonl`, and the event files if they are wanted.
final class RunLog implements AutoCloseable {
    static final String METRICS = "metrics.jsonl";
    static final String HELD = ": holds the events of another run; choose another directory, or overwrite it";
    private static final String BEGUN = "events-begun";

    private final MetricsLog metrics;
    private final Optional<EventFiles> events;
    private long step;

    /// How far both are, for checkpoints.
    record Place(MetricsLog.Place metrics, Optional<EventFiles.Place> events) {}

    private RunLog(MetricsLog metrics, Optional<EventFiles> events, long step) {
        this.metrics = metrics;
        this.events = events;
        this.step = step;
    }

    /// @param output where the work in progress is
    /// @param earlier where the run goes on, if it does
    /// @throws OutputException if the folder for events holds those of another run
    static RunLog open(OutputDirectory output, RunViews views, Optional<TrainingState> earlier) throws IOException {
        Path directory = output.partial();
        Path file = directory.resolve(METRICS);
        MetricsLog metrics = earlier.isPresent() ? MetricsLog.resume(file, earlier.get().metrics()) : MetricsLog.create(file);
        boolean whole = false;
        try {
            int step = earlier.map(TrainingState::step).orElse(0);
            Optional<Path> folder = views.eventsDirectory(directory);
            if (folder.isPresent() && earlier.flatMap(TrainingState::events).isEmpty()) {
                claim(folder.get(), output.checkpoints().resolve(BEGUN));
            }
            Optional<EventFiles> events = folder.isEmpty() ? Optional.empty()
                    : Optional.of(EventFiles.open(folder.get(), earlier.flatMap(TrainingState::events), step + 1L));
            whole = true;
            return new RunLog(metrics, events, step);
        } finally {
            if (!whole) {
                metrics.close();
            }
        }
    }

    /// A run that was killed before its first checkpoint has left events that no checkpoint knows, and a mark that they are its own.
    private static void claim(Path folder, Path mark) throws IOException {
        if (!Files.exists(mark)) {
            if (!EventFiles.all(folder).isEmpty()) {
                throw new OutputException(folder + HELD);
            }
            Files.createFile(mark);
        }
    }

    /// What the run was started with, as a table and as TensorBoard compares runs by.
    ///
    /// @param scores keys of the dev set's, if it is evaluated
    void begin(TrainingRecord record, List<String> scores) throws IOException {
        var table = new StringBuilder("| option | value |\n|---|---|\n");
        record.options().forEach((name, value) -> table.append("| ").append(name).append(" | `")
                .append(value.toString().replaceAll("[`|\\p{Cc}]", " ")).append("` |\n"));
        var values = new ArrayList<>(EventValue.hparams(record.options(), scores.stream().map(key -> "dev/" + key).toList(), Instant.now()));
        values.add(EventValue.text("options", table.toString()));
        add(values);
    }

    void step(StepMetrics done) throws IOException {
        step = done.step();
        metrics.step(done);
        add(List.of(
                EventValue.scalar("train/loss", done.loss()), EventValue.scalar("train/learning_rate", done.lr()),
                EventValue.scalar("train/gradient_norm", done.gradNorm()),
                EventValue.scalar("train/tokens_per_second", done.tokensPerSecond())));
    }

    void layers(int epoch, LayerReading seen) throws IOException {
        metrics.layers(epoch, seen.step(), seen.layers());
        var values = new ArrayList<EventValue>();
        for (LayerMetrics layer : seen.layers()) {
            values.add(EventValue.scalar("gradient_norm/" + layer.layer(), layer.gradNorm()));
            values.add(EventValue.scalar("update_ratio/" + layer.layer(), layer.updateRatio()));
        }
        seen.weights().forEach((layer, weights) -> values.add(EventValue.histogram("weights/" + layer, weights)));
        seen.gradients().forEach((layer, gradients) -> values.add(EventValue.histogram("gradients/" + layer, gradients)));
        add(values);
    }

    /// Of the training data, the mean loss of an epoch.
    void evaluation(EvaluationMetrics found) throws IOException {
        metrics.evaluation(found);
        var values = new ArrayList<EventValue>();
        boolean train = found.split().equals("train");
        values.add(EventValue.scalar(train ? "epoch/train_loss" : found.split() + "/loss", found.loss()));
        found.scores().forEach((key, value) -> values.add(EventValue.scalar(found.split() + "/" + key, value)));
        add(values);
    }

    /// The run is done.
    ///
    /// @param card the model card
    void end(String card) throws IOException {
        add(List.of(EventValue.text("card", card), EventValue.hparamsDone(Instant.now())));
        sync();
    }

    private void add(List<EventValue> values) throws IOException {
        if (events.isPresent()) {
            events.get().add(step, values);
        }
    }

    /// Brings everything written onto the disk.
    Place sync() throws IOException {
        return new Place(metrics.sync(), events.isPresent() ? Optional.of(events.get().sync()) : Optional.empty());
    }

    @Override
    public void close() throws IOException {
        try (metrics) {
            if (events.isPresent()) {
                events.get().close();
            }
        }
    }
}
