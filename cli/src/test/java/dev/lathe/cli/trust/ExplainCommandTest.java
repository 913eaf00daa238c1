package dev.lathe.cli.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {
    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    private CommandRun explain(String options) {
        return folder.run("explain --model @classifier " + options, "--text", "the food was good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrated-gradients --rule trapezoid --nodes 50 --baseline pad", "saliency", "input-x-gradient",
        "smoothgrad --samples 4 --noise 0.1 --seed 1", "occlusion", "shap --samples 3", "kernel-shap --samples 9", "attention-rollout"})
    void everyMethodNamesEveryWordOnAnyNumberOfThreads(String method) {
        CommandRun run = explain("--threads 1 --label positive --score probability --method " + method);
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().startsWith("The model says "), run.out());
        for (String word : "the food was good".split(" ")) {
            assertTrue(run.out().matches("(?s).*\n +[+-]\\d+\\.\\d{4}  " + word + "\n.*"), run.out());
        }
        assertEquals(run.out(), explain("--threads 2 --label positive --score probability --method " + method).out());
    }

    @Test
    void jsonAndHtmlAreWrittenWhole() throws IOException {
        CommandRun json = explain("--as json");
        assertTrue(json.out().startsWith("{\"said\":\"") && json.out().contains("{\"part\":0,\"text\":\"food\",\"start\":4,\"end\":8,\"score\":"), json.out());
        CommandRun html = folder.run("explain --model @classifier --input @dev.jsonl --as html --output @why.html");
        assertEquals(ExitCode.DONE, html.code(), html.err());
        assertEquals(8, Files.readString(folder.file("why.html")).split("<section>").length - 1);
        CommandRun bare = folder.run("explain --model @classifier --input @dev.jsonl --as json --method occlusion");
        assertFalse(bare.out().contains("food"), bare.out());
        assertEquals(8, bare.out().lines().count());
        assertTrue(folder.run("explain --model @classifier --input @dev.jsonl --as json --method occlusion --include-text").out().contains("food"));
    }

    @Test
    void qualityIsTheSameOnAnyNumberOfThreads() {
        CommandRun run = folder.run("explain --model @classifier --input @dev.jsonl --quality --threads 1");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().matches("method +integrated-gradients\ntexts +8\ncompleteness +\\S+ off, at most \\S+\ninfidelity +\\S+\n"
                + "sensitivity +\\S+\ndeletion +\\S+, random \\S+; better on \\d\ninsertion +\\S+, random \\S+; better on \\d\n"), run.out());
        assertEquals(run.out(), folder.run("explain --model @classifier --input @dev.jsonl --quality --threads 2").out());
    }

    @Test
    void theTableHasARowForEveryMethodAndIsTheSameOnAnyNumberOfThreads() {
        CommandRun run = folder.run("explain --model @classifier --input @dev.jsonl --quality --method all --threads 1");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("8 texts", lines.getFirst());
        assertEquals(List.of("method", "random", "integrated-gradients", "saliency", "input-x-gradient", "smoothgrad", "occlusion", "shap",
                "kernel-shap", "attention-rollout"), lines.stream().skip(1).map(line -> line.split(" ")[0]).toList());
        // Two ends and 50 nodes, each forward and back.
        assertTrue(lines.get(3).matches("integrated-gradients +52\\.0 +52\\.0 +\\d\\.\\d\\de-0[3-9].*"), run.out());
        assertTrue(lines.get(2).matches("random +2\\.0 +0\\.0 .* - +0\\.\\d{4} +- +0\\.\\d{4} +-"), run.out());
        assertEquals(run.out(), folder.run("explain --model @classifier --input @dev.jsonl --quality --method all --threads 2").out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --model @classifier --text good --label nice          | --label nice: is none of negative, neutral, positive; see 'lathe explain --help'
            --model @classifier --text good --nodes 1             | --nodes 1: needs 8 to 1000; see 'lathe explain --help'
            --model @classifier --text good --method shap --nodes 3 | --nodes: needs --method integrated-gradients; see 'lathe explain --help'
            --model @classifier --text good --samples 3           | --samples: needs --method smoothgrad, shap or kernel-shap; see 'lathe explain --help'
            --model @classifier --text good --method smoothgrad --noise -1 | --noise -1: needs 0 or more; see 'lathe explain --help'
            --model @classifier --text good --rule adaptive --nodes 7 | --nodes 7: needs 8 to 1000; see 'lathe explain --help'
            --model @classifier --text good --method all          | --method all: needs --quality; see 'lathe explain --help'
            --model @classifier --text good --method all --quality --nodes 50 | --nodes: needs --method integrated-gradients; see 'lathe explain --help'
            --model @classifier --text good --nearest 3           | --nearest: needs --examples; see 'lathe explain --help'
            --model @classifier --text good --examples @train.jsonl | --examples: needs --nearest or --influence; see 'lathe explain --help'
            --model @classifier --text good --examples @train.jsonl --nearest 3 --influence 3 | --nearest and --influence: give one of the two; see 'lathe explain --help'
            --model @classifier --text good --examples @train.jsonl --nearest 0 | --nearest 0: needs at least 1; see 'lathe explain --help'
            --model @classifier --text good --examples @train.jsonl --nearest 3 --checkpoints @encoder | --checkpoints: needs --influence; see 'lathe explain --help'
            --model @classifier --text good --examples @train.jsonl --nearest 3 --quality | --examples: knows neither --counterfactual nor --quality nor --as html; see 'lathe explain --help'
            --model @classifier --text good --examples @train.jsonl --influence 3 --label nice | --label nice: is none of negative, neutral, positive; see 'lathe explain --help'
            --model @classifier                                   | explain: give one of --text, --question with --context, and --input; see 'lathe explain --help'
            --model @classifier --question good                   | --question: needs --context; see 'lathe explain --help'
            --model @classifier --input @dev.jsonl --pair good    | --text-pair: needs --text; see 'lathe explain --help'
            --model @classifier --text good --mask-model x        | --mask-model: needs --counterfactual; see 'lathe explain --help'
            --model @classifier --text good --quality --counterfactual | --counterfactual and --quality: give one of the two; see 'lathe explain --help'
            --model @classifier --text good --quality --as html   | --as: is for scores; edits are text or json, quality is text; see 'lathe explain --help'
            --model @classifier --text good --counterfactual --budget 0 | --budget 0: needs at least 1; see 'lathe explain --help'
            --model @encoder --text good                          | @encoder/config.json: no id2label: the model is not trained to classify
            """)
    void whatIsWrongIsOneClearLine(String options, String message) {
        CommandRun run = folder.run("explain " + options);
        assertEquals("lathe: " + message + System.lineSeparator(), run.err());
        assertEquals("", run.out());
    }

    @Test
    void theNearestExampleIsTheTextItself() throws IOException {
        folder.write("known.jsonl", """
                {"text": "the food was bad", "label": "negative"}
                {"text": "the food was good", "label": "positive"}
                {"text": "very fine", "label": "positive"}
                """);
        CommandRun run = explain("--examples @known.jsonl --nearest 2 --threads 1");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.getFirst().matches("The model says \\w+ \\(0\\.\\d\\d\\)\\. Of 3 examples the nearest:"), run.out());
        assertEquals("   +1.0000  positive  line 2: the food was good", lines.get(1));
        assertEquals(3, lines.size());
        assertEquals(run.out(), explain("--examples @known.jsonl --nearest 2 --threads 2").out());
        CommandRun json = folder.run("explain --model @classifier --input @known.jsonl --examples @known.jsonl --nearest 1 --as json");
        assertEquals(List.of("1", "2", "3"), json.out().lines().map(line -> line.replaceFirst(".*\"line\":(\\d).*", "$1")).toList());
        assertFalse(json.out().contains("food"), json.out());
    }

    @Test
    void influencesOfCheckpointsAreAdded() throws IOException {
        folder.write("known.jsonl", "{\"text\": \"the food was good\", \"label\": \"negative\"}\n{\"text\": \"bad\", \"label\": \"positive\"}\n");
        CommandRun once = explain("--examples @known.jsonl --influence 1 --label positive");
        CommandRun twice = explain("--examples @known.jsonl --influence 1 --label positive --checkpoints " + folder.file("classifier"));
        double score = Double.parseDouble(once.out().lines().toList().get(1).strip().split(" ")[0]);
        // The same text with another label is against it.
        String both = explain("--examples @known.jsonl --influence 2 --label positive").out();
        assertTrue(both.matches("(?s).* -\\d+\\.\\d{4}  negative  line 1: the food was good\n.*"), both);
        assertEquals(2 * score, Double.parseDouble(twice.out().lines().toList().get(1).strip().split(" ")[0]), 1.5e-4, twice.out());
        assertEquals("lathe: @encoder/config.json: no id2label: the model is not trained to classify" + System.lineSeparator(),
                explain("--examples @known.jsonl --influence 1 --checkpoints " + folder.file("encoder")).err());
        folder.write("other.jsonl", "{\"text\": \"good\", \"label\": \"nice\"}\n");
        assertEquals("lathe: @other.jsonl: line 1: label 'nice': is none of negative, neutral, positive" + System.lineSeparator(),
                explain("--examples @other.jsonl --influence 1").err());
    }

    @Test
    void editsAreALineEach() {
        CommandRun run = folder.run("explain --model @classifier --input @dev.jsonl --counterfactual");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(8, run.out().lines().filter(line -> line.equals("no edit found") || line.contains(" becomes ")).count(), run.out());
        CommandRun json = folder.run("explain --model @classifier --input @dev.jsonl --counterfactual --as json");
        assertEquals(run.out().lines().map(line -> !line.equals("no edit found")).toList(),
                json.out().lines().map(line -> line.contains("\"edits\":[{")).toList());
    }

    @Test
    void textsThatCannotBeExplainedAreRefusedByTheirLine() throws IOException {
        assertEquals("lathe: explain: no word in the text: there is nothing to explain; see 'lathe explain --help'" + System.lineSeparator(),
                folder.run("explain --model @classifier --text", "").err());
        assertEquals("lathe: explain: 130 tokens: the model takes 128; shorten the text; see 'lathe explain --help'" + System.lineSeparator(),
                folder.run("explain --model @classifier --text", "good ".repeat(128)).err());
        folder.write("empty.jsonl", "{\"text\": \"good\"}\n{\"text\": \" \"}\n");
        CommandRun run = folder.run("explain --model @classifier --input @empty.jsonl --output @out.txt");
        assertEquals("lathe: @empty.jsonl: line 2: explain: no word in the text: there is nothing to explain" + System.lineSeparator(), run.err());
        assertFalse(folder.names().contains("out.txt"));
    }
}
