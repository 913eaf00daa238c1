package dev.lathe.train.task.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.run.TaskRun;
import dev.lathe.watch.drift.Observation;
import dev.lathe.watch.drift.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts with any number of labels, from files to a model.
class MultiLabelTaskTest {
    private static final int SEED = 4;

    @TempDir
    private Path folder;
    private TaskRun task;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        task = new TaskRun(new MultiLabelTask(), folder, SEED);
        var lines = new StringJoiner("\n");
        for (int i = 0; i < 8; i++) {
            String very = "very ".repeat(i % 2);
            lines.add("{\"text\": \"%sgood\", \"labels\": [\"praise\", \"strong\"]}".formatted(very));
            lines.add("{\"text\": \"%sfine\", \"labels\": [\"praise\"]}".formatted(very));
            lines.add("{\"text\": \"%sawful\", \"labels\": [\"strong\"]}".formatted(very));
            lines.add("{\"text\": \"%sbad\", \"labels\": []}".formatted(very));
        }
        train = task.write("train.jsonl", lines.toString());
    }

    @Test
    void learnsEachLabelOnItsOwn() throws IOException {
        var result = task.run(train, train, 40);
        String report = result.evaluation().orElseThrow().report().toText();
        assertEquals(1, result.evaluation().orElseThrow().score("exact_match"), report);
        task.assertEvaluatesAs(result, train);
        assertEquals("{\"0\":\"praise\",\"1\":\"strong\"}", task.json("config.json").get("id2label").toString());
        assertEquals("multi_label_classification", task.json("config.json").get("problem_type").asText());
        assertEquals("[\"BertForSequenceClassification\"]", task.json("config.json").get("architectures").toString());
        assertEquals(16, task.json("report.json").get("classes").get("praise").get("support").asInt());
        assertEquals("labels", task.json("training.json").get("options").get("label-column").asText());
        List<Observation> sample = Reference.read(task.out()).orElseThrow().sample();
        assertEquals(Set.of("praise", "strong"), sample.stream().map(Observation::label).collect(Collectors.toSet()));
        for (Observation one : sample) {
            assertEquals(2, one.scores().size());
            assertEquals(Math.max(one.scores().get(0), one.scores().get(1)), one.score());
        }
    }

    @Test
    void goesOnWithAModelOfTheSameLabels() throws IOException {
        double loss = task.run(train, train, 6).loss();
        double further = task.run(task.out(), train, train, 2).loss();
        assertTrue(further < loss, further + " after " + loss);
    }

    @Test
    void readsListsOfTables() throws IOException {
        Path table = task.write("train.csv", "text,labels\ngood food,praise; food\ngood,praise\nawful food,food\nawful,\n");
        task.run(table, table, 1);
        assertEquals(List.of("food", "praise"), List.copyOf(task.json("report.json").get("classes").properties().stream()
                .map(Map.Entry::getKey).toList()));
    }

    @Test
    void badRowsAreNamed() throws IOException {
        String good = "{\"text\": \"good\", \"labels\": [\"a\"]}\n";
        task.assertRefused("line 2: 'labels' is a string, not a list", "a.jsonl",
                good + "{\"text\": \"good\", \"labels\": \"a\"}");
        task.assertRefused("line 2: no 'labels'; the keys are 'text'", "b.jsonl", good + "{\"text\": \"good\"}");
        task.assertRefused("line 1: a label stands twice: 'a', 'a'", "c.jsonl", "{\"text\": \"\", \"labels\": [\"a\", \"a\"]}");
        task.assertRefused("no text has a label", "d.jsonl", "{\"text\": \"good\", \"labels\": []}");
        task.assertDevRefused("line 1: label 'b' is not among the training labels: 'praise', 'strong'", train, "e.jsonl",
                "{\"text\": \"good\", \"labels\": [\"b\"]}");
    }
}
