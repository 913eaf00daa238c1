package dev.lathe.cli;

import dev.lathe.cli.progress.TrainingProgress;
import dev.lathe.train.Evaluation;
import dev.lathe.train.TrainingListener;
import java.util.Locale;
import java.util.Optional;

/// Shows a fine-tuning on standard error.
final class FinetuneProgress implements TrainingListener, AutoCloseable {
    private final Surroundings surroundings;
    private Optional<TrainingProgress> bar = Optional.empty();

    FinetuneProgress(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void notice(String text) {
        say(text);
    }

    @Override
    public void step(StepProgress progress) {
        if (bar.isEmpty()) {
            bar = Optional.of(new TrainingProgress(surroundings, progress.steps()));
        }
        bar.get().step(progress.step(), progress.loss(), progress.tokensPerSecond());
        if (progress.step() == progress.steps()) {
            close();
        }
    }

    @Override
    public void evaluated(int epoch, String split, Evaluation evaluation) {
        say(String.format(Locale.ROOT, "epoch %d: %s loss %.4f, accuracy %.4f, macro F1 %.4f",
                epoch, split, evaluation.loss(), evaluation.report().accuracy(), evaluation.report().macroAverage().f1()));
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
