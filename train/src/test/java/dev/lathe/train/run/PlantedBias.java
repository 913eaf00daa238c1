package dev.lathe.train.run;

import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TableLayout;
import dev.lathe.train.evaluate.group.GroupReport;
import dev.lathe.train.evaluate.group.Parity;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.model.ModelFairness;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Texts with a planted bias, and a small model that learns them.
///
/// Of group a 80 of 100 texts are positive, of b 20. Of the six words that tell the label 35 of 100 are the other label's; the texts of a begin
/// with another word. So whoever learns from that word errs less, and selects a's texts.
record PlantedBias(Path folder, Path encoder, Path train, Path dev, Path test) {
    private static final long SEED = Long.getLong("test.seed", 11);
    private static final List<String> GOOD = List.of("good", "fine");
    private static final List<String> BAD = List.of("bad", "awful");

    static PlantedBias in(Path folder) throws IOException {
        return new PlantedBias(folder, TinyModel.encoder(folder.resolve("encoder")), planted(folder.resolve("train.jsonl"), 480, SEED),
                planted(folder.resolve("dev.jsonl"), 300, SEED + 1), planted(folder.resolve("test.jsonl"), 400, SEED + 2));
    }

    private static Path planted(Path file, int rows, long seed) throws IOException {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (int i = 0; i < rows; i++) {
            boolean a = i % 2 == 0;
            boolean positive = random.nextDouble() < (a ? 0.8 : 0.2);
            var words = new StringBuilder(a ? "very" : "the");
            for (int word = 0; word < 6; word++) {
                boolean good = positive == random.nextDouble() < 0.65;
                words.append(' ').append((good ? GOOD : BAD).get(random.nextInt(2)));
            }
            lines.add("{\"text\": \"%s\", \"label\": \"%s\", \"group\": \"%s\"}".formatted(words, positive ? "yes" : "no", a ? "a" : "b"));
        }
        return Files.write(file, lines);
    }

    /// With other rows to judge by.
    PlantedBias withDev(Path other) {
        return new PlantedBias(folder, encoder, train, other, test);
    }

    static TrainingOptions.Builder options() {
        return TrainingOptions.builder().epochs(6).batchSize(32).learningRate(3e-3).dropout(0).maxLength(16);
    }

    FineTuning tuning(SequenceClassificationTask task, String name) {
        return tuning(task, name, RobustOptions.NONE);
    }

    FineTuning tuning(SequenceClassificationTask task, String name, RobustOptions robust) {
        return tuning(task, name, options().robust(robust).build());
    }

    FineTuning tuning(SequenceClassificationTask task, String name, TrainingOptions options) {
        return new FineTuning(BaseModel.of(encoder), TrainingData.of(train).withDev(dev).withTest(test), folder.resolve(name))
                .task(task).options(options).keep(Keep.LAST);
    }

    /// The finished model's test rows by group.
    GroupReport groups(FineTuning tuning) throws IOException {
        var result = tuning.run(TrainingListener.NONE);
        List<List<String>> members = ModelFairness.groups(test, DataFormat.JSONL, TableLayout.USUAL, List.of("group"));
        return ModelFairness.report(List.of("group"), members, result.evaluation().orElseThrow(), Optional.of("yes"));
    }

    static double difference(GroupReport report, Parity parity) {
        return report.sections().getFirst().apart(parity).difference().value();
    }

    static String numbers(GroupReport report) {
        return "accuracy %.4f, demographic parity %.4f, equalised odds %.4f".formatted(report.accuracy(),
                difference(report, Parity.DEMOGRAPHIC_PARITY), difference(report, Parity.EQUALISED_ODDS));
    }
}
