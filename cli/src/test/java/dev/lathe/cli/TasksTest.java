package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each task on the command line: trained, evaluated as it was trained, and used.
class TasksTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    @Test
    void severalLabels() throws IOException {
        folder.write("data.csv", "text,labels\ngood food,praise;food\ngood,praise\nawful food,food\nawful,\n");
        train("multi-label", "data.csv", "epoch 30: test loss 0.");
        assertUsed("\\{\"labels\":\\[(\"food\")?,?(\"praise\")?],\"scores\":\\{\"food\":0\\.\\d+,\"praise\":0\\.\\d+}}\n",
                "--text", "good food");
        assertTask("multi-label");
    }

    @Test
    void numbers() throws IOException {
        folder.write("data.jsonl", "{\"text\": \"good\", \"label\": 3}\n{\"text\": \"bad\", \"label\": -1.5}\n");
        CommandRun training = train("regression", "data.jsonl", ", pearson 1.0000");
        assertTrue(training.out().startsWith("pearson"), training.out());
        assertUsed("\\{\"score\":-?\\d+\\.\\d+}\n", "--text", "good");
        assertTrue(score("good") > score("bad"));
        assertTask("regression");
    }

    @Test
    void maskedWords() throws IOException {
        folder.write("data.txt", "the food was very good.\nthe food was not bad.\n");
        train("masked-lm --whole-words", "data.txt", ", accuracy 0.");
        assertUsed("\\{\"masks\":\\[\\[\\{\"token\":\"[^\"]+\",\"id\":\\d+,\"probability\":[^}]+}(,\\{[^}]+}){4}]]}\n",
                "--text", "the [MASK] was good.");
        CommandRun pair = folder.run("predict --model @out", "--text", "[MASK]", "--text-pair", "good");
        assertEquals("lathe: a model that guesses words reads single texts, not pairs\n", pair.err());
        assertTask("masked-lm");
        assertTrue(Files.readString(folder.file("out/training.json")).contains("\"whole-words\": true"));
    }

    @Test
    void sentences() throws IOException {
        folder.write("data.csv", "anchor,positive\ngood,fine\nbad,awful\n");
        train("sentence-embedding", "data.csv", ", MRR ");
        assertUsed("\\{\"embedding\":\\[[-+0-9.E]+(,[-+0-9.E]+){23}]}\n", "--text", "good");
        assertUsed("\\{\"similarity\":(0\\.\\d+|1\\.0)}\n", "--text", "good", "--text-pair", "fine");
        assertTask("sentence-embedding");
    }

    @Test
    void anOptionOfAnotherTaskIsWrongUsage() {
        CommandRun run = folder.run("finetune --task regression --whole-words --model @encoder --train @train.jsonl --out @out");
        assertEquals(ExitCode.USAGE, run.code());
        assertEquals("lathe: --whole-words: is for masked-lm, not regression; see 'lathe finetune --help'\n", run.err());
    }

    private double score(String text) {
        return Double.parseDouble(folder.run("predict --model @out", "--text", text).out().replaceAll("[^-0-9.E]", ""));
    }

    private CommandRun train(String task, String data, String heard) throws IOException {
        CommandRun training = folder.run("finetune --task " + task + " --model @encoder --train @" + data + " --test @" + data
                + " --out @out --epochs 30 --lr 5e-3 --seed 3");
        assertEquals(ExitCode.DONE, training.code(), training.err());
        assertTrue(training.err().contains(heard), training.err());
        CommandRun evaluation = folder.run("evaluate --model @out --data @" + data + " --report @report.json");
        assertEquals(new CommandRun(ExitCode.DONE, training.out(), ""), evaluation);
        assertEquals(Files.readString(folder.file("out/report.json")).replace("\"test\"", "\"data\""),
                Files.readString(folder.file("report.json")));
        return training;
    }

    private void assertUsed(String output, String... given) {
        CommandRun run = folder.run("predict --model @out", given);
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().matches(output), run.out());
    }

    private void assertTask(String task) {
        CommandRun info = folder.run("info --model @out");
        assertTrue(info.out().contains("task          " + task + "\n"), info.out());
    }
}
