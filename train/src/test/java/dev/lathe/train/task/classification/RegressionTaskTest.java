package dev.lathe.train.task.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.run.TaskRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts with a number each, from files to a model.
class RegressionTaskTest {
    @TempDir
    private Path folder;
    private TaskRun task;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        task = new TaskRun(new RegressionTask(), folder, 42);
        var lines = new StringJoiner("\n", "text,text_pair,label\n", "\n");
        for (int i = 0; i < 10; i++) {
            lines.add("good,good,1.5").add("good,bad,0.5").add("bad,good,-5e-1").add("bad,bad,-1.5");
        }
        train = task.write("train.csv", lines.toString());
    }

    @Test
    void learnsTheNumbersOfPairs() throws IOException {
        var result = task.run(train, train, 25);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertTrue(evaluation.score("rmse") < 0.4, evaluation.report().toText());
        assertTrue(evaluation.score("pearson") > 0.95, evaluation.report().toText());
        assertEquals(evaluation.score("rmse"), Math.sqrt(evaluation.loss()), 1e-12);
        task.assertEvaluatesAs(result, train);
        assertEquals("{\"0\":\"LABEL_0\"}", task.json("config.json").get("id2label").toString());
        assertEquals("regression", task.json("config.json").get("problem_type").asText());
    }

    @Test
    void goesOnWithAModelThatGivesNumbers() throws IOException {
        double loss = task.run(train, train, 6).loss();
        double further = task.run(task.out(), train, train, 3).loss();
        assertTrue(further < loss, further + " after " + loss);
    }

    @Test
    void badRowsAreNamed() throws IOException {
        task.assertRefused("line 3: 'label' is 'high', not a number", "a.csv", "text,label\ngood,1\nbad,high\n");
        task.assertRefused("line 2: 'label' is 'NaN', not a number", "b.csv", "text,label\ngood,NaN\n");
        task.assertRefused("line 1: score 1.0E39: larger than 32 bits hold", "c.jsonl", "{\"text\": \"good\", \"label\": 1e39}");
        task.assertDevRefused("line 1: 'label' is a list, not a number", train, "d.jsonl",
                "{\"text\": \"good\", \"label\": [1]}");
    }
}
