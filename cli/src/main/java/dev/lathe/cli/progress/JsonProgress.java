package dev.lathe.cli.progress;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.cli.terminal.ResumeHint;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.json.JsonContent;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.text.ScoreJson;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.RunPlan;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Tells a fine-tuning on standard error as lines of JSON, each an object with `event` and `time`; docs/seeing.md lists them. Lines
/// that begin with `lathe: ` are for people.
public final class JsonProgress implements TrainingListener {
    private static final double MILLISECONDS = 1000;

    private final Surroundings surroundings;
    private final ResumeHint hint;

    /// @param hint hears of checkpoints
    public JsonProgress(Surroundings surroundings, ResumeHint hint) {
        this.surroundings = surroundings;
        this.hint = hint;
    }

    @Override
    public void notice(String text) {
        tell("notice", json -> json.writeStringField("text", text));
    }

    @Override
    public void begins(RunPlan plan) {
        tell("begun", json -> {
            json.writeStringField("task", plan.task());
            json.writeStringField("base_model", plan.base());
            json.writeStringField("device", plan.device());
            json.writeObjectFieldStart("examples");
            for (DataSplit split : plan.data()) {
                json.writeNumberField(split.name(), split.examples());
            }
            json.writeEndObject();
            json.writeNumberField("epochs", plan.epochs());
            json.writeNumberField("steps", plan.steps());
            json.writeNumberField("parameters", plan.parameters());
        });
    }

    @Override
    public void step(StepProgress progress) {
        tell("step", json -> {
            json.writeNumberField("epoch", progress.epoch());
            json.writeNumberField("step", progress.step());
            json.writeNumberField("steps", progress.steps());
            ScoreJson.write(json, "loss", progress.loss());
            ScoreJson.write(json, "lr", progress.rate());
            ScoreJson.write(json, "grad_norm", progress.gradNorm());
            json.writeNumberField("tokens", progress.tokens());
            ScoreJson.write(json, "tokens_per_second", progress.tokensPerSecond());
            json.writeNumberField("seconds_left", progress.left().toMillis() / MILLISECONDS);
        });
    }

    @Override
    public void trained(int epoch, double loss) {
        tell("epoch", json -> {
            json.writeNumberField("epoch", epoch);
            ScoreJson.write(json, "loss", loss);
        });
    }

    @Override
    public void saved(int step) {
        hint.saved(step);
        tell("checkpoint", json -> json.writeNumberField("step", step));
    }

    @Override
    public void evaluated(int epoch, String split, Evaluation evaluation) {
        tell("evaluation", json -> {
            json.writeNumberField("epoch", epoch);
            json.writeStringField("split", split);
            writeScores(json, evaluation);
        });
    }

    /// The run has come to its end.
    public void done(FineTuning.Result result) {
        tell("done", json -> {
            json.writeStringField("directory", result.directory().toString());
            json.writeBooleanField("finished_before", result.finishedBefore());
            json.writeStringField("split", result.split());
            ScoreJson.write(json, "loss", result.loss());
            json.writeNumberField("seconds", result.cost().time().toMillis() / MILLISECONDS);
            json.writeNumberField("tokens", result.cost().tokens());
            if (result.evaluation().isPresent()) {
                json.writeObjectFieldStart("scores");
                for (Score score : result.evaluation().get().scores()) {
                    ScoreJson.write(json, score.key(), score.value());
                }
                json.writeEndObject();
            }
        });
    }

    private static void writeScores(JsonGenerator json, Evaluation evaluation) throws IOException {
        ScoreJson.write(json, "loss", evaluation.loss());
        json.writeObjectFieldStart("scores");
        for (Score score : evaluation.scores()) {
            ScoreJson.write(json, score.key(), score.value());
        }
        json.writeEndObject();
    }

    private void tell(String event, JsonContent fields) {
        try {
            byte[] line = JsonWriter.object(JsonLayout.LINE, json -> {
                json.writeStringField("event", event);
                json.writeStringField("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
                fields.writeTo(json);
            });
            // In one piece: a reader never sees half of a line.
            surroundings.err().print(new String(line, StandardCharsets.UTF_8));
            surroundings.err().flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
