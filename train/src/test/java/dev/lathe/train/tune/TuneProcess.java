package dev.lathe.train.tune;

import dev.lathe.Device;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/// A search in a JVM of its own, to be killed.
public final class TuneProcess {
    private TuneProcess() {}

    static SearchSpace space() {
        var dimensions = new LinkedHashMap<String, Distribution>();
        dimensions.put("lr", new Distribution.LogUniform(1e-4, 1e-2));
        dimensions.put("batch-size", new Distribution.Choice(List.of("4", "8")));
        return new SearchSpace(dimensions);
    }

    /// Arguments: model, training data, output, threads.
    public static void main(String[] arguments) throws IOException {
        SearchResult found = search(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println(found.trials().size());
    }

    static SearchResult search(Path model, Path data, Path out, int threads) throws IOException {
        Files.createDirectories(out);
        try (Device device = Device.cpu(threads); var journal = Journal.open(out.resolve("journal.jsonl"))) {
            var trials = new FineTuningTrials(out.resolve("trials"), device, (setting, at) -> new FineTuning(
                    BaseModel.of(model), TrainingData.of(data).withDevFraction(0.25), at)
                    .options(TrainingOptions.builder().epochs(4)
                            .learningRate(Double.parseDouble(setting.words().getOrDefault("lr", "")))
                            .batchSize(Integer.parseInt(setting.words().getOrDefault("batch-size", ""))).build())
                    .resume());
            SearchResult found = new Search(trials, journal, trial -> System.out.println("done " + trial.number() + "/" + trial.rung()))
                    .halving(Proposals.random(space(), 11), 6, 2, 1);
            Files.write(out.resolve("trials.json"), new SearchTable(found).toJson());
            return found;
        }
    }
}
