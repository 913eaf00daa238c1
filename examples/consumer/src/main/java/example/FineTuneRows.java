package example;

import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Trains a classifier on rows of a database, such as a query has given, until it is done or somebody cancels it.
public final class FineTuneRows {
    private FineTuneRows() {}

    private record Review(String text, String label) {}

    public static void main(String[] arguments) throws IOException {
        List<Review> reviews = List.of(
                new Review("The food was good.", "positive"), new Review("The food was awful.", "negative"),
                new Review("Very good food.", "positive"), new Review("Not good, bad.", "negative"));
        var stop = new AtomicBoolean();
        // README
        var data = TrainingData.ofRows(reviews, (review, at) -> new TextExample(at, review.text(), null, review.label()));
        var result = new FineTuning(BaseModel.of(Path.of("all-MiniLM-L6-v2")), data, Path.of("model-of-rows"))
                .options(TrainingOptions.builder().epochs(10).learningRate(1e-4).build())
                .cancelWhen(stop::get)
                .run(TrainingListener.notices(System.out::println));
        System.out.println("loss " + result.loss());
        // README end
    }
}
