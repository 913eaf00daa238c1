package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Fine-tunings of the tiny model for a task, in a folder.
///
/// @param seed one with which the tiny model does not end where it tells only two kinds of texts apart
public record TaskRun(Task<?> task, Path folder, long seed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Path out() {
        return folder.resolve("out");
    }

    public Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    public JsonNode json(String name) throws IOException {
        return JSON.readTree(out().resolve(name).toFile());
    }

    /// The last line of `metrics.jsonl`.
    JsonNode lastMetrics() throws IOException {
        return JSON.readTree(Files.readAllLines(out().resolve("metrics.jsonl")).getLast());
    }

    /// The first line of `metrics.jsonl`.
    public JsonNode firstMetrics() throws IOException {
        return JSON.readTree(Files.readAllLines(out().resolve("metrics.jsonl")).getFirst());
    }

    /// Trains until the data is known by heart.
    public FineTuning.Result run(Path train, Path test, int epochs) throws IOException {
        return run(TinyModel.encoder(folder.resolve("encoder")), train, test, epochs);
    }

    public FineTuning.Result run(Path base, Path train, Path test, int epochs) throws IOException {
        var options = TrainingOptions.builder().epochs(epochs).learningRate(5e-3).batchSize(8).seed(seed).build();
        FineTuning.Result result = new FineTuning(BaseModel.of(base), TrainingData.of(train).withTest(test), out())
                .task(task).options(options).overwrite().show(RunViews.NONE.withPage().withTexts()).run(TrainingListener.NONE);
        assertTrue(Files.readString(out().resolve("report.html")).contains("<h2>Result on the test set</h2>"), "every task has a page");
        assertEquals(task.name(), json("training.json").get("task").asText());
        assertEquals(task.name(), Tasks.of(ModelDirectory.open(out())).name(), "the task is found again");
        return result;
    }

    /// Holds that the saved model does on the data what the run said it did.
    public void assertEvaluatesAs(FineTuning.Result result, Path test) throws IOException {
        Evaluation again = new ModelEvaluation(out(), test).run().evaluation();
        Evaluation first = result.evaluation().orElseThrow();
        assertEquals(first.loss(), again.loss());
        assertEquals(first.scores(), again.scores());
        assertEquals(first.toText(), again.toText());
        assertEquals("test: %s, %d examples, loss %s\n\n%s".formatted(
                        test.getFileName(), json("report.json").get("examples").asInt(),
                        "%.4f".formatted(first.loss()), first.toText()),
                Files.readString(out().resolve("report.txt")));
        for (Score score : first.scores()) {
            assertEquals(score.value(), lastMetrics().get(score.key()).asDouble(), score.key());
            first.interval(score.key()).ifPresent(interval -> assertEquals(score.value(), interval.score(), 1e-9));
        }
        assertTrue(first.interval(first.headline().key()).isPresent(), "the headline has an interval");
        int judged = first.outcomes().right().size();
        assertTrue(judged == 0 || judged == json("report.json").get("examples").asInt(), judged + " are right or wrong");
    }

    /// Holds that training data is refused, and nothing written.
    public void assertRefused(String message, String name, String text) throws IOException {
        Path bad = write(name, text);
        var data = TrainingData.of(bad);
        assertEquals(bad + ": " + message, assertThrows(DataException.class, () -> run(data)).getMessage());
        assertEquals(List.of(), leftovers());
    }

    /// Holds that a dev set is refused.
    public void assertDevRefused(String message, Path train, String name, String text) throws IOException {
        Path bad = write(name, text);
        var data = TrainingData.of(train).withDev(bad);
        assertEquals(bad + ": " + message, assertThrows(DataException.class, () -> run(data)).getMessage());
        assertEquals(List.of(), leftovers());
    }

    private void run(TrainingData data) throws IOException {
        Path base = TinyModel.encoder(folder.resolve("encoder"));
        new FineTuning(BaseModel.of(base), data, out()).task(task).run(TrainingListener.NONE);
    }

    private List<Path> leftovers() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("out")).toList();
        }
    }
}
