package dev.lathe.train.run;

import dev.lathe.train.evaluate.Evaluation;

/// Throws when it hears of one thing.
///
/// @param news `notice`, `step N`, or the name of a split and the number of an epoch
record StopAt(String news) implements TrainingListener {
    @Override
    public void notice(String text) {
        hear("notice");
    }

    @Override
    public void step(StepProgress progress) {
        hear("step " + progress.step());
    }

    @Override
    public void evaluated(int epoch, String split, Evaluation evaluation) {
        hear(split + " " + epoch);
    }

    private void hear(String heard) {
        if (heard.equals(news)) {
            throw new IllegalStateException("enough");
        }
    }
}
