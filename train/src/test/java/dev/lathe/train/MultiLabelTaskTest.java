package dev.lathe.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts with any number of labels, from files to a model.
class MultiLabelTaskTest {
    @TempDir
    private Path folder;
    private TaskRun task;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        task = new TaskRun(new MultiLabelTask(), folder);
        var lines = new StringJoiner("\n");
        for (int i = 0; i < 10; i++) {
            String very = "very ".repeat(i % 3);
            lines.add("{\"text\": \"%sgood food\", \"labels\": [\"praise\", \"food\"]}".formatted(very));
            lines.add("{\"text\": \"%sgood\", \"labels\": [\"praise\"]}".formatted(very));
            lines.add("{\"text\": \"%sawful food\", \"labels\": [\"food\"]}".formatted(very));
            lines.add("{\"text\": \"%sawful\", \"labels\": []}".formatted(very));
        }
        train = task.write("train.jsonl", lines.toString());
    }

    @Test
    void learnsEachLabelOnItsOwn() throws IOException {
        var result = task.run(train, train, 24);
        assertEquals(1, result.evaluation().orElseThrow().score("exact_match"), result.evaluation().toString());
        task.assertEvaluatesAs(result, train);
        assertEquals("{\"0\":\"food\",\"1\":\"praise\"}", task.json("config.json").get("id2label").toString());
        assertEquals("multi_label_classification", task.json("config.json").get("problem_type").asText());
        assertEquals("[\"BertForSequenceClassification\"]", task.json("config.json").get("architectures").toString());
        assertEquals(20, task.json("report.json").get("classes").get("praise").get("support").asInt());
        assertEquals("labels", task.json("training.json").get("options").get("label-column").asText());
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
                .map(java.util.Map.Entry::getKey).toList()));
    }

    @Test
    void badRowsAreNamed() throws IOException {
        String good = "{\"text\": \"good\", \"labels\": [\"a\"]}\n";
        task.assertRefused("line 2: 'labels' is a string, not a list", "a.jsonl",
                good + "{\"text\": \"good\", \"labels\": \"a\"}");
        task.assertRefused("line 2: no 'labels'; the keys are 'text'", "b.jsonl", good + "{\"text\": \"good\"}");
        task.assertRefused("line 1: a label stands twice: 'a', 'a'", "c.jsonl", "{\"text\": \"\", \"labels\": [\"a\", \"a\"]}");
        task.assertRefused("no text has a label", "d.jsonl", "{\"text\": \"good\", \"labels\": []}");
        task.assertDevRefused("line 1: label 'b' is not among the training labels: 'food', 'praise'", train, "e.jsonl",
                "{\"text\": \"good\", \"labels\": [\"b\"]}");
    }
}
