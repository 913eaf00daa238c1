package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several models together: `predict` and `evaluate` with several, and `soup`.
class TogetherCommandsTest {
    private static final String TEXT = "the food was good";

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    private void train(String name, String task, String data, String more) {
        CommandRun run = folder.run("finetune --task " + task + " --model @encoder --train @" + data + " --out @" + name
                + " --lr 1e-2" + (more.contains("--epochs") ? "" : " --epochs 2") + more);
        assertEquals(ExitCode.DONE, run.code(), run.err());
    }

    private List<Double> numbers(String line) {
        Matcher number = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?").matcher(line);
        var found = new ArrayList<Double>();
        while (number.find()) {
            found.add(Double.parseDouble(number.group()));
        }
        return found;
    }

    private void averages(String task, String data) {
        train("a", task, data, " --seed 1");
        train("b", task, data, " --seed 2");
        List<Double> a = numbers(folder.run("predict --model @a", "--text", TEXT).out());
        List<Double> b = numbers(folder.run("predict --model @b", "--text", TEXT).out());
        CommandRun run = folder.run("predict --model @a --model @b", "--text", TEXT);
        assertEquals(ExitCode.DONE, run.code(), run.err());
        List<Double> both = numbers(run.out());
        assertEquals(a.size(), both.size(), run.out());
        assertTrue(Math.abs(a.getLast() - b.getLast()) > 1e-6, "the models differ");
        assertEquals((a.getLast() + b.getLast()) / 2, both.getLast(), 1e-6, run.out());
        CommandRun evaluated = folder.run("evaluate --model @a --model @b --data @" + data);
        assertEquals(ExitCode.DONE, evaluated.code(), evaluated.err());
        // A model with itself is that model.
        assertEquals(folder.run("evaluate --model @a --data @" + data).out(), folder.run("evaluate --model @a --model @a --data @" + data).out());
    }

    @Test
    void numbersAreAveraged() throws IOException {
        folder.write("numbers.csv", "text,label\n" + "the food was good,3.5\nthe food was bad,1.5\n".repeat(6));
        averages("regression", "numbers.csv");
    }

    @Test
    void decisionsAreAveraged() throws IOException {
        folder.write("labels.csv", "text,labels\n" + "the food was good,nice;food\nthe food was bad,food\n".repeat(6));
        averages("multi-label", "labels.csv");
    }

    @Test
    void classesAreAveragedByTheirNames() throws IOException {
        // Labels of two files have other numbers.
        folder.write("one.csv", "text,label\n" + "the food was good,nice\nthe food was bad,rude\n".repeat(6));
        train("a", "sequence-classification", "one.csv", " --seed 1");
        train("b", "sequence-classification", "one.csv", " --seed 2");
        try (var a = TextClassifier.load(folder.file("a")); var b = TextClassifier.load(folder.file("b"))) {
            Prediction first = a.predict(TEXT);
            Prediction second = b.predict(TEXT);
            double nice = (first.scores().get("nice") + second.scores().get("nice")) / 2;
            String out = folder.run("predict --model @a --model @b", "--text", TEXT).out();
            assertEquals(Math.max(nice, 1 - nice), numbers(out).getFirst(), 1e-6, out);
        }
        assertEquals(folder.run("evaluate --model @a --data @one.csv").out(),
                folder.run("evaluate --model @a --model @a --data @one.csv").out());
    }

    @Test
    void taggersAreAveraged() throws IOException {
        folder.write("tags.conll", "the O\nfood B-THING\nwas O\ngood O\n\nthe O\nsoup B-THING\nwas O\nbad O\n\n".repeat(6));
        train("a", "token-classification", "tags.conll", " --seed 1 --epochs 8");
        train("b", "token-classification", "tags.conll", " --seed 2 --epochs 8");
        assertEquals(folder.run("evaluate --model @a --data @tags.conll").out(),
                folder.run("evaluate --model @a --model @a --data @tags.conll").out());
        List<Double> a = numbers(folder.run("predict --model @a --aggregation words", "--text", TEXT).out());
        List<Double> b = numbers(folder.run("predict --model @b --aggregation words", "--text", TEXT).out());
        CommandRun both = folder.run("predict --model @a --model @b --aggregation words", "--text", TEXT);
        assertEquals(ExitCode.DONE, both.code(), both.err());
        assertEquals(1, a.size(), "one entity");
        assertEquals((a.getFirst() + b.getFirst()) / 2, numbers(both.out()).getFirst(), 1e-6, both.out());
    }

    @Test
    void modelsThatDoNotGoTogetherAreRefusedByWhatDiffers() throws IOException {
        folder.write("one.csv", "text,label\n" + "the food was good,nice\nthe food was bad,rude\n".repeat(6));
        folder.write("other.csv", "text,label\n" + "the food was good,nice\nthe food was bad,poor\n".repeat(6));
        folder.write("numbers.csv", "text,label\n" + "the food was good,3.5\nthe food was bad,1.5\n".repeat(6));
        train("a", "sequence-classification", "one.csv", "");
        train("b", "sequence-classification", "other.csv", "");
        train("c", "regression", "numbers.csv", "");
        assertEquals("lathe: ensemble: 'b': other labels than the first model's: lacks 'rude', has 'poor' beyond" + System.lineSeparator(),
                folder.run("predict --model @a --model @b", "--text", TEXT).err());
        assertEquals("lathe: @c: trained for regression, not sequence-classification" + System.lineSeparator(),
                folder.run("predict --model @a --model @c", "--text", TEXT).err());
        assertEquals("lathe: @b: labels [nice, poor], where @a has [nice, rude]" + System.lineSeparator(),
                folder.run("soup --model @a --model @b --to @soup").err());
        assertEquals("lathe: --model: a soup needs two or more; see 'lathe soup --help'" + System.lineSeparator(),
                folder.run("soup --model @a --to @soup").err());
    }

    @Test
    void aSoupIsTheMeanOfTheWeights() throws IOException {
        folder.write("one.csv", "text,label\n" + "the food was good,nice\nthe food was bad,rude\n".repeat(6));
        train("a", "sequence-classification", "one.csv", " --seed 1");
        train("b", "sequence-classification", "one.csv", " --seed 2");
        CommandRun run = folder.run("soup --model @a --model @b --to @soup");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        float[] a = weights("a");
        float[] b = weights("b");
        float[] soup = weights("soup");
        for (int i = 0; i < soup.length; i++) {
            assertEquals((float) (((double) a[i] + b[i]) / 2), soup[i]);
        }
        assertEquals(ExitCode.DONE, folder.run("evaluate --model @soup --data @one.csv").code());
        CommandRun greedy = folder.run("soup --model @a --model @b --data @one.csv --to @greedy");
        assertEquals(ExitCode.DONE, greedy.code(), greedy.err());
        assertEquals(2, greedy.out().lines().count());
        assertTrue(greedy.out().startsWith("+ "), greedy.out());
        // A model alone is what is left where the other one spoils it.
        String last = greedy.out().lines().toList().getLast();
        String first = greedy.out().contains("+ " + folder.file("a") + ":") ? "a" : "b";
        assertTrue(Files.mismatch(folder.file("greedy/model.safetensors"), folder.file(last.startsWith("+") ? "soup/model.safetensors"
                : first + "/model.safetensors")) == -1, greedy.out());
        assertTrue(folder.run("soup --model @a --model @b --to @soup").err().contains("exists"));
    }

    private float[] weights(String model) throws IOException {
        try (var weights = ModelDirectory.open(folder.file(model)).openWeights()) {
            String name = weights.names().stream().filter(n -> n.endsWith("layer.1.output.dense.weight")).findFirst().orElseThrow();
            var values = new float[(int) weights.entry(name).elements()];
            weights.read(name, values, 0);
            return values;
        }
    }
}
