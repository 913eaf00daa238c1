package dev.lathe.train.run;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.checkpoint.file.JsonFile;
import dev.lathe.bert.checkpoint.file.JsonObject;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.evaluate.MetricsLog;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.Standing;
import dev.lathe.train.events.EventFiles;
import dev.lathe.train.run.weights.BestModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Where a run stands, beside its parameters and moments: `state.json` of a checkpoint.
///
/// Orders and dropout need no place here: they are counted from the seed, the epoch and the step.
///
/// @param step optimiser steps done
/// @param epochs whole epochs done, their evaluations included
/// @param epochLoss the losses of the epoch so far
/// @param metrics how far `metrics.jsonl` was
/// @param events how far the event files were, if there are any
/// @param cost what it took so far
/// @param begunWithEpochs how many epochs the run was to have at first, if it was resumed with more
/// @param best what is known of the best model, once one was evaluated
record TrainingState(
        int step, int epochs, LossSum.State epochLoss, MetricsLog.Place metrics, Optional<EventFiles.Place> events, RunCost cost, OptionalInt begunWithEpochs,
        Optional<BestModel.State> best) {
    static final String NAME = "state.json";
    private static final long MAX_BYTES = 1 << 16;

    void write(Path checkpoint) throws IOException {
        JsonFile.write(checkpoint.resolve(NAME), json -> {
            json.writeStartObject();
            json.writeNumberField("step", step);
            json.writeNumberField("epochs", epochs);
            json.writeObjectFieldStart("epoch_loss");
            json.writeNumberField("sum", epochLoss.sum());
            json.writeNumberField("terms", epochLoss.terms());
            json.writeNumberField("tokens", epochLoss.tokens());
            json.writeEndObject();
            json.writeNumberField("metrics_bytes", metrics.bytes());
            json.writeStringField("metrics_sha256", metrics.sha256());
            if (events.isPresent()) {
                json.writeStringField("events_file", events.get().file());
                json.writeNumberField("events_bytes", events.get().bytes());
            }
            json.writeNumberField("seconds", RunCost.seconds(cost.time()));
            json.writeNumberField("step_seconds", RunCost.seconds(cost.stepTime()));
            json.writeNumberField("evaluation_seconds", RunCost.seconds(cost.evaluationTime()));
            json.writeNumberField("saving_seconds", RunCost.seconds(cost.savingTime()));
            json.writeNumberField("tokens", cost.tokens());
            if (begunWithEpochs.isPresent()) {
                json.writeNumberField("begun_with_epochs", begunWithEpochs.getAsInt());
            }
            if (best.isPresent()) {
                json.writeFieldName("best");
                write(best.get(), json);
            }
            json.writeEndObject();
        });
    }

    private static void write(BestModel.State best, JsonGenerator json) throws IOException {
        Score headline = best.standing().headline();
        json.writeStartObject();
        json.writeNumberField("since", best.since());
        json.writeNumberField("loss", best.standing().loss());
        json.writeStringField("key", headline.key());
        json.writeStringField("type", headline.type());
        json.writeStringField("name", headline.name());
        // As text, for it may be no number.
        json.writeStringField("value", Double.toString(headline.value()));
        json.writeStringField("direction", headline.direction().name());
        if (best.weights().isPresent()) {
            json.writeStringField("weights", best.weights().get().name());
            json.writeStringField("sha256", best.weights().get().sha256());
        }
        json.writeEndObject();
    }

    /// @throws CheckpointException if the file is missing or broken
    static TrainingState read(Path checkpoint) throws IOException {
        JsonObject json = JsonObject.read(checkpoint.resolve(NAME), MAX_BYTES);
        try {
            JsonObject loss = json.requiredObject("epoch_loss");
            Optional<JsonObject> best = json.object("best");
            Optional<Integer> begun = json.integer("begun_with_epochs");
            return new TrainingState(
                    json.requiredInteger("step"), json.requiredInteger("epochs"),
                    new LossSum.State(real(loss, "sum"), (long) real(loss, "terms"), (long) real(loss, "tokens")),
                    new MetricsLog.Place((long) real(json, "metrics_bytes"), text(json, "metrics_sha256")), events(json),
                    new RunCost(RunCost.ofSeconds(real(json, "seconds")), RunCost.ofSeconds(real(json, "step_seconds")),
                            RunCost.ofSeconds(real(json, "evaluation_seconds")), RunCost.ofSeconds(real(json, "saving_seconds")),
                            (long) real(json, "tokens")),
                    begun.isPresent() ? OptionalInt.of(begun.get()) : OptionalInt.empty(),
                    best.isPresent() ? Optional.of(best(best.get())) : Optional.empty());
        } catch (IllegalArgumentException broken) {
            throw new CheckpointException(json.file(), "best: " + broken.getMessage(), broken);
        }
    }

    private static Optional<EventFiles.Place> events(JsonObject json) throws IOException {
        Optional<String> file = json.text("events_file");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        long bytes = (long) real(json, "events_bytes");
        if (!EventFiles.Place.isName(file.get()) || bytes < 0) {
            throw json.problem("events_file", "'%s' of %d bytes: none of ours".formatted(file.get(), bytes));
        }
        return Optional.of(new EventFiles.Place(file.get(), bytes));
    }

    private static BestModel.State best(JsonObject json) throws IOException {
        var headline = new Score(
                text(json, "key"), text(json, "type"), text(json, "name"), Double.parseDouble(text(json, "value")),
                Score.Direction.valueOf(text(json, "direction")));
        Optional<String> weights = json.text("weights");
        return new BestModel.State(new Standing(headline, real(json, "loss")), json.requiredInteger("since"),
                weights.isPresent() ? Optional.of(new BestModel.Weights(weights.get(), text(json, "sha256"))) : Optional.empty());
    }

    /// The same state of a run that was begun with fewer epochs than it has now.
    TrainingState begunWith(OptionalInt fewerEpochs) {
        return fewerEpochs.isEmpty() || begunWithEpochs.isPresent() ? this
                : new TrainingState(step, epochs, epochLoss, metrics, events, cost, fewerEpochs, best);
    }

    private static double real(JsonObject json, String key) throws CheckpointException {
        return json.real(key).orElseThrow(() -> json.problem(key, "missing"));
    }

    private static String text(JsonObject json, String key) throws CheckpointException {
        return json.text(key).orElseThrow(() -> json.problem(key, "missing"));
    }
}
