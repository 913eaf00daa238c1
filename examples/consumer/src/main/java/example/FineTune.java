package example;

import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;

/// Trains a classifier on labelled texts, and tells how it goes on.
public final class FineTune {
    private FineTune() {}

    public static void main(String[] arguments) throws IOException {
        // README
        var progress = new TrainingListener() {
            @Override
            public void step(StepProgress step) {
                System.out.println("step " + step.step() + " of " + step.steps() + ", loss " + step.loss());
            }

            @Override
            public void notice(String text) {
                System.out.println(text);
            }
        };
        var result = new FineTuning(
                        BaseModel.of(Path.of("all-MiniLM-L6-v2")),
                        TrainingData.of(Path.of("reviews.jsonl")).withDevFraction(0.1),
                        Path.of("my-model"))
                .options(TrainingOptions.builder().epochs(3).learningRate(1e-4).build())
                .run(progress);
        result.evaluation().ifPresent(evaluation -> System.out.println(evaluation.report().toText()));
        // README end
    }
}
