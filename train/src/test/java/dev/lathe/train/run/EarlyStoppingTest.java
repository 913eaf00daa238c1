package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.loop.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trainings that stop when they no longer get better.
class EarlyStoppingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private Path encoder;
    private Path train;
    private Path out;

    @BeforeEach
    void fill() throws IOException {
        encoder = TinyModel.encoder(folder.resolve("encoder"));
        train = TinyModel.sentences(folder.resolve("train.jsonl"), 40);
        out = folder.resolve("out");
    }

    @Test
    void stopsAfterSoManyEpochsWithoutABetterOneAndKeepsTheBest() throws IOException {
        var notices = new ArrayList<String>();
        run(1e-3, 2, notices);
        List<JsonNode> dev = dev();
        int epochs = dev.size();
        assertTrue(epochs < 30, "stopped after " + epochs);
        int best = best(dev);
        assertEquals(epochs - 2, best, dev.toString());
        assertEquals(List.of("stopped after epoch %d: no better Macro F1 on the dev set since epoch %d".formatted(epochs, best)),
                notices.stream().filter(notice -> notice.startsWith("stopped")).toList());
        assertEquals(dev.get(best - 1).get("loss"), JSON.readTree(out.resolve("report.json").toFile()).get("loss"));
        assertEquals(2, JSON.readTree(out.resolve("training.json").toFile()).get("options").get("early-stopping").asInt());
    }

    @Test
    void needsSomethingToEvaluateOn() {
        var options = TrainingOptions.builder().earlyStopping(1).build();
        var refusal = assertThrows(IllegalArgumentException.class, () ->
                new FineTuning(BaseModel.of(encoder), TrainingData.of(train), out).options(options).run(TrainingListener.NONE));
        assertEquals("earlyStopping 1: needs a dev set", refusal.getMessage());
    }

    private void run(double rate, int patience, List<String> notices) throws IOException {
        new FineTuning(BaseModel.of(encoder), TrainingData.of(train).withDev(train), out)
                .options(TrainingOptions.builder().epochs(30).batchSize(8).learningRate(rate).earlyStopping(patience).build())
                .run(new TrainingListener() {
                    @Override
                    public void notice(String text) {
                        notices.add(text);
                    }
                });
    }

    private List<JsonNode> dev() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (String line : Files.readAllLines(out.resolve("metrics.jsonl"))) {
            JsonNode node = JSON.readTree(line);
            if (node.path("split").asText().equals("dev")) {
                lines.add(node);
            }
        }
        return lines;
    }

    /// By macro F1, of equals by the loss; counted from 1.
    private static int best(List<JsonNode> dev) {
        int best = 0;
        for (int i = 1; i < dev.size(); i++) {
            double gain = dev.get(i).get("macro_f1").asDouble() - dev.get(best).get("macro_f1").asDouble();
            if (gain > 0 || gain == 0 && dev.get(i).get("loss").asDouble() < dev.get(best).get("loss").asDouble()) {
                best = i;
            }
        }
        return best + 1;
    }
}
