package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.optim.Sgd;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.events.EventFiles;
import dev.lathe.train.events.EventReader;
import dev.lathe.train.history.RunCourse;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run shows of itself: 2 epochs of 4 steps.
class SeenFineTuningTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RunViews ALL = RunViews.NONE.withPage().withEvents(new RunViews.Events.Inside());

    @TempDir
    private Path folder;
    private Path encoder;
    private TrainingData data;
    private Path out;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        data = TrainingData.of(TinyModel.sentences(folder.resolve("train.jsonl"), 32))
                .withDev(TinyModel.sentences(folder.resolve("dev.jsonl"), 9));
        out = folder.resolve("out");
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.builder().epochs(2).batchSize(8).learningRate(1e-3);
    }

    private FineTuning run(RunViews views) {
        return new FineTuning(BaseModel.of(encoder), data, out).options(options().build()).show(views);
    }

    @Test
    void lookingChangesNothing() throws IOException {
        run(ALL).run(TrainingListener.NONE);
        byte[] seen = Files.readAllBytes(out.resolve("model.safetensors"));
        List<String> lines = Files.readAllLines(out.resolve("metrics.jsonl"));
        run(RunViews.NONE).overwrite().run(TrainingListener.NONE);
        assertEquals(-1, Arrays.mismatch(seen, Files.readAllBytes(out.resolve("model.safetensors"))));
        assertEquals(Files.readAllLines(out.resolve("metrics.jsonl")).stream().map(Measured::without).toList(),
                lines.stream().filter(line -> !line.contains("\"layers\"")).map(Measured::without).toList());
        assertFalse(Files.exists(out.resolve("report.html")) || Files.exists(out.resolve("tensorboard")));
    }

    @Test
    void theLayersTogetherHaveTheNormOfAllAndMoveByTheRateTimesTheirGradient() throws IOException {
        new FineTuning(BaseModel.of(encoder), data, out).show(ALL).options(options().optimizer(Sgd.Config.DEFAULT).weightDecay(0).warmup(0)
                .maxGradNorm(0).gradAccumulation(2).batchSize(4).build()).run(TrainingListener.NONE);
        int looked = 0;
        JsonNode step = JSON.createObjectNode();
        for (String line : Files.readAllLines(out.resolve("metrics.jsonl"))) {
            JsonNode node = JSON.readTree(line);
            if (node.has("layers")) {
                looked++;
                double squares = 0;
                for (JsonNode layer : node.get("layers")) {
                    squares += StrictMath.pow(layer.get("grad_norm").asDouble(), 2);
                }
                assertEquals(step.get("grad_norm").asDouble(), Math.sqrt(squares), 1e-5 * Math.sqrt(squares));
                assertEquals(List.of("embeddings", "layer.0", "layer.1", "pooler", "classifier"), names(node.get("layers")));
                if (node.get("step").asInt() == 1) {
                    JsonNode head = node.get("layers").get("classifier");
                    double moved = head.get("update_ratio").asDouble() * head.get("weight_norm").asDouble();
                    assertEquals(step.get("lr").asDouble() * head.get("grad_norm").asDouble(), moved, 1e-3 * moved);
                }
            }
            step = node;
        }
        assertEquals(8, looked);
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void eventsTellWhatTheMetricsTell() throws IOException {
        run(ALL).run(TrainingListener.NONE);
        var values = EventReader.values(out.resolve("tensorboard"));
        RunCourse course = RunCourse.read(out.resolve("metrics.jsonl"));
        assertEquals(course.steps().stream().map(step -> Map.entry(step.step(), (float) step.loss())).toList(), values.get("train/loss").stream()
                .map(one -> Map.entry(one.getKey(), (float) one.getValue().real(2))).toList());
        assertEquals(course.of("dev").stream().map(one -> Map.entry(one.step(), one.scores().get("macro_f1").floatValue())).toList(),
                values.get("dev/macro_f1").stream().map(one -> Map.entry(one.getKey(), (float) one.getValue().real(2))).toList());
        assertEquals(List.of(4L, 8L), values.get("weights/layer.1").stream().map(Map.Entry::getKey).toList());
        assertEquals(List.of(4L, 8L), values.get("gradients/classifier").stream().map(Map.Entry::getKey).toList());
        assertTrue(values.get("options").getFirst().getValue().message(8).text(8).contains("| lr | `0.001` |"));
        assertEquals(Files.readString(out.resolve("README.md")), values.get("card").getFirst().getValue().message(8).text(8));
        assertEquals(1, values.get("_hparams_/session_end_info").size());
    }

    @Test
    void aRunThatIsStoppedAndResumedHasEachStepOnce() throws IOException {
        run(ALL).run(TrainingListener.NONE);
        var whole = EventReader.values(out.resolve("tensorboard"));
        String page = Files.readString(out.resolve("report.html"));
        List<String> metrics = Files.readAllLines(out.resolve("metrics.jsonl")).stream().map(Measured::without).toList();
        out = folder.resolve("stopped");
        for (int stop : new int[] {3, 6, 7}) {
            assertThrows(IllegalStateException.class, () -> run(ALL).saveSteps(2).resume().run(new TrainingListener() {
                @Override
                public void step(StepProgress progress) {
                    if (progress.step() == stop) {
                        throw new IllegalStateException("enough");
                    }
                }
            }));
        }
        run(ALL).saveSteps(2).resume().run(TrainingListener.NONE);
        var resumed = EventReader.values(out.resolve("tensorboard"));
        assertEquals(whole.keySet(), resumed.keySet());
        for (String tag : List.of("train/loss", "gradient_norm/layer.0", "dev/loss", "weights/layer.0", "options", "epoch/train_loss")) {
            assertEquals(whole.get(tag).stream().map(Map.Entry::getKey).toList(), resumed.get(tag).stream().map(Map.Entry::getKey).toList(), tag);
        }
        assertEquals(LongStream.rangeClosed(1, 8).boxed().toList(), resumed.get("train/loss").stream().map(Map.Entry::getKey).toList());
        assertEquals(metrics, Files.readAllLines(out.resolve("metrics.jsonl")).stream().map(Measured::without).toList());
        assertTrue(page.contains("<h2>Layers</h2>") && Files.readString(out.resolve("report.html")).contains("<h2>Layers</h2>"));
    }

    @Test
    void aFolderOfTheUsersOwnIsKeptFromOtherRuns() throws IOException {
        Path events = folder.resolve("events");
        RunViews there = RunViews.NONE.withEvents(new RunViews.Events.At(events));
        run(there).run(TrainingListener.NONE);
        assertEquals(1, EventFiles.all(events).size());
        out = folder.resolve("another");
        assertEquals(events + ": holds the events of another run; choose another directory, or overwrite it",
                assertThrows(OutputException.class, () -> run(there).run(TrainingListener.NONE)).getMessage());
        assertThrows(OutputException.class, () -> run(there).resume().run(TrainingListener.NONE));
        assertEquals(1, EventFiles.all(events).size(), "those of the first run are as they were");
        run(there).overwrite().run(TrainingListener.NONE);
        assertEquals(8, EventReader.values(events).get("train/loss").size());
        // Killed before its first checkpoint, a run may go on with events that are its own.
        out = folder.resolve("third");
        RunViews fresh = RunViews.NONE.withEvents(new RunViews.Events.At(folder.resolve("fresh")));
        assertThrows(IllegalStateException.class, () -> run(fresh).run(new TrainingListener() {
            @Override
            public void step(StepProgress progress) {
                throw new IllegalStateException("enough");
            }
        }));
        run(fresh).resume().run(TrainingListener.NONE);
        assertEquals(2, EventFiles.all(folder.resolve("fresh")).size());
    }

    @Test
    void nothingOfTheDataBecomesMarkupAndTextsAreShownOnRequestOnly() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            lines.append("{\"text\": \"soup </td><script>alert(%d)</script>\", \"label\": \"%s\"}\n".formatted(
                    i, i % 2 == 0 ? "<img src=x onerror=alert(1)>" : "\\\"'</script><b>"));
        }
        Path attack = Files.writeString(folder.resolve("<b>.jsonl"), lines);
        data = TrainingData.of(attack).withTest(attack);
        run(RunViews.NONE.withPage()).run(TrainingListener.NONE);
        String hidden = Files.readString(out.resolve("report.html"));
        run(RunViews.NONE.withPage().withTexts()).overwrite().run(TrainingListener.NONE);
        String shown = Files.readString(out.resolve("report.html"));
        assertFalse(hidden.contains("alert(7)") || hidden.contains("soup"), "texts are not shown");
        assertTrue(shown.contains("&lt;script&gt;alert("), "texts are shown");
        for (String page : List.of(hidden, shown)) {
            assertFalse(page.contains("<script") || page.contains("<img") || page.contains("<b>"), page);
            assertTrue(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
        }
    }
}
