package dev.lathe.cli.progress;

import dev.lathe.cli.terminal.ResumeHint;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.run.RunPlan;
import dev.lathe.train.run.TrainingListener;
import java.util.Locale;
import java.util.Optional;

/// Shows a fine-tuning on standard error.
public final class FinetuneProgress implements TrainingListener, AutoCloseable {
    private final Surroundings surroundings;
    private final boolean reportEachEpoch;
    private final Optional<ResumeHint> hint;
    private final boolean evaluatesWithin;
    private Optional<TrainingProgress> bar = Optional.empty();
    private Optional<WorkProgress> evaluation = Optional.empty();
    private int step;

    /// Of a run that is never resumed.
    public FinetuneProgress(Surroundings surroundings) {
        this(surroundings, false, false, Optional.empty());
    }

    /// @param reportEachEpoch whether the whole report on the dev data is shown too
    /// @param evaluatesWithin whether the dev data is evaluated within epochs
    /// @param hint hears of checkpoints
    public FinetuneProgress(
            Surroundings surroundings, boolean reportEachEpoch, boolean evaluatesWithin, Optional<ResumeHint> hint) {
        this.surroundings = surroundings;
        this.reportEachEpoch = reportEachEpoch;
        this.evaluatesWithin = evaluatesWithin;
        this.hint = hint;
    }

    @Override
    public void notice(String text) {
        say(text);
    }

    @Override
    public void begins(RunPlan plan) {
        plan.lines().forEach(this::say);
    }

    @Override
    public void step(StepProgress progress) {
        step = progress.step();
        if (bar.isEmpty()) {
            bar = Optional.of(new TrainingProgress(surroundings, progress.step() - 1, progress.steps()));
        }
        bar.get().step(progress.step(), progress.loss(), progress.tokensPerSecond());
        if (progress.step() == progress.steps()) {
            close();
        }
    }

    @Override
    public void saved(int step) {
        hint.ifPresent(listening -> listening.saved(step));
    }

    @Override
    public void trained(int epoch, double loss) {
        // A private training does not tell it.
        say(Double.isNaN(loss) ? "epoch %d: trained".formatted(epoch) : String.format(Locale.ROOT, "epoch %d: train loss %.4f", epoch, loss));
    }

    @Override
    public void evaluating(String split, int done, int texts) {
        // A bar is drawn in the terminal's last line, and there is one of them already.
        if (evaluation.isEmpty() && !surroundings.isTerminal()) {
            evaluation = Optional.of(new WorkProgress(surroundings, "evaluating on " + split, texts));
        }
        evaluation.ifPresent(progress -> progress.at(done, texts));
        if (bar.isPresent() && surroundings.isTerminal()) {
            bar.get().note("evaluating on %s, %d/%d".formatted(split, done, texts));
        }
    }

    @Override
    public void evaluated(int epoch, String split, Evaluation evaluation) {
        this.evaluation.ifPresent(WorkProgress::close);
        this.evaluation = Optional.empty();
        var line = new StringBuilder(String.format(Locale.ROOT, "%s: %s loss %.4f",
                evaluatesWithin && split.equals("dev") ? "step " + step : "epoch " + epoch, split, evaluation.loss()));
        for (Score score : evaluation.scores()) {
            line.append(String.format(Locale.ROOT, ", %s %.4f", inSentence(score.name()), score.value()));
        }
        say(line.toString());
        if (reportEachEpoch && split.equals("dev")) {
            say("epoch " + epoch + ": report on the dev data\n\n" + evaluation.report().toText());
        }
    }

    /// `Macro F1` as `macro F1`; abbreviations as they are.
    private static String inSentence(String name) {
        boolean word = name.length() > 1 && Character.isLowerCase(name.charAt(1));
        return word ? Character.toLowerCase(name.charAt(0)) + name.substring(1) : name;
    }

    private void say(String line) {
        bar.ifPresentOrElse(shown -> shown.say(line), () -> surroundings.say(line));
    }

    @Override
    public void close() {
        bar.ifPresent(TrainingProgress::close);
        bar = Optional.empty();
    }
}
