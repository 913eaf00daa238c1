package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.train.run.Tasks;
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
    void documents() throws IOException {
        folder.write("data.txt", "the food was\nvery good.\n\nthe food\nwas not bad.\n");
        train("pre-training --whole-words", "data.txt", ", next-sentence accuracy ");
        assertUsed("\\{\"masks\":\\[\\[\\{\"token\":\"[^\"]+\",\"id\":\\d+,\"probability\":[^}]+}(,\\{[^}]+}){4}]]}\n",
                "--text", "the [MASK] was good.");
        assertTask("pre-training");
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
    void entities() throws IOException {
        folder.write("data.conll", "-DOCSTART- O\n\nthe O\nfood O\nwas O\nvery B-PRAISE\ngood I-PRAISE\n\nbad B-BLAME\nfood O\n");
        train("token-classification --token-report", "data.conll", ", entity F1 ");
        assertUsed("\\{\"entities\":\\[(\\{\"type\":\"[A-Z]+\",\"start\":\\d+,\"end\":\\d+,\"text\":\"[a-z ]+\","
                + "\"score\":[01]\\.\\d+},?)*]}\n", "--text", "the food was very good");
        assertUsed("(\\{\"row\":\\d,\"gold\":\\[[^]]*],\"entities\":\\[(\\{\"type\":\"[BI]-[A-Z]+\".*)*]}\n){2}",
                "--input", folder.file("data.conll").toString(), "--aggregation", "none");
        assertTask("token-classification");
        folder.write("words.tsv", "the\tO\nfood\tO\nwas\tO\n");
        CommandRun asTrained = folder.run("predict --model @out --input @words.tsv --include-text");
        assertTrue(asTrained.out().startsWith("{\"row\":1,\"texts\":[\"the\",\"food\",\"was\"],"), asTrained::toString);
        folder.write("rows.tsv", "id\ttext\n7\tthe food\n");
        CommandRun byColumns = folder.run("predict --model @out --input @rows.tsv --include-text");
        assertTrue(byColumns.out().startsWith("{\"row\":1,\"id\":\"7\",\"text\":\"the food\","), byColumns::toString);
        CommandRun strict = folder.run("evaluate --model @out --data @data.conll --strict --token-report");
        assertTrue(strict.out().contains("\n    accuracy  "), strict.out() + strict.err());
        assertEquals("lathe: a model that finds entities reads single texts, not pairs\n",
                folder.run("predict --model @out --text good --text-pair bad").err());
        assertEquals("lathe: --question, --context and --choice: are not for this model's task; needs --text or --input; "
                        + "see 'lathe predict --help'\n", folder.run("predict --model @out --question good --context bad").err());
    }

    @Test
    void entitiesThatAreWrongAreNamedAsSuch() throws IOException {
        folder.write("data.conll", "the O\nfood O\nwas O\nvery B-PRAISE\ngood I-PRAISE\n\nbad B-BLAME\nfood O\n");
        folder.write("other.conll", "the B-PRAISE\nfood I-PRAISE\nwas O\n");
        CommandRun training = folder.run("finetune --task token-classification --model @encoder --train @data.conll --test @other.conll "
                + "--out @out --epochs 30 --lr 5e-3 --seed 3 --report-html --show-texts");
        assertEquals(ExitCode.DONE, training.code(), training.err());
        String page = Files.readString(folder.file("out/report.html"));
        assertTrue(page.contains(">PRAISE: the food<"), page);
        assertFalse(page.contains("B-PRAISE I-PRAISE O"), page);
        folder.run("evaluate --model @out --data @other.conll --errors @errors.jsonl");
        assertTrue(Files.readString(folder.file("errors.jsonl")).contains(",\"missed\":[{\"type\":\"PRAISE\",\"first\":0,\"last\":1}],\"invented\":["),
                Files.readString(folder.file("errors.jsonl")));
        folder.run("evaluate --model @out --data @other.conll --errors @errors.jsonl --include-text");
        assertTrue(Files.readString(folder.file("errors.jsonl")).contains("\"last\":1,\"text\":\"the food\"}]"));
    }

    /// Two nouns in a row are two words, not one of them.
    @Test
    void partsOfSpeech() throws IOException {
        folder.write("data.conll", "the DET\nfood NOUN\nwas VERB\ngood ADJ\n\nbad ADJ\nfood NOUN\n");
        CommandRun training = train("token-classification", "data.conll", ", macro F1 ");
        assertTrue(training.out().startsWith("              precision    recall  f1-score   support\n\n         ADJ "), training.out());
        assertUsed("\\{\"entities\":\\[\\{\"type\":\"NOUN\",\"start\":0,\"end\":4,\"text\":\"food\",\"score\":[01]\\.\\d+},"
                + "\\{\"type\":\"NOUN\",\"start\":5,\"end\":9,\"text\":\"food\",\"score\":[01]\\.\\d+}]}\n", "--text", "food food");
        assertUsed("\\{\"entities\":\\[\\{\"type\":\"NOUN\",\"start\":0,\"end\":9,\"text\":\"food food\",\"score\":[01]\\.\\d+}]}\n",
                "--text", "food food", "--aggregation", "first");
        assertTask("token-classification");
        assertEquals("lathe: strict: tags such as 'ADJ' mark no entities\n",
                folder.run("evaluate --model @out --data @data.conll --strict").err());
    }

    @Test
    void answers() throws IOException {
        folder.write("data.json", """
                {"data": [{"paragraphs": [{"context": "The food was very good.", "qas": [
                  {"id": "a", "question": "was it good", "answers": [{"text": "very good", "answer_start": 13}]},
                  {"id": "b", "question": "was it awful", "is_impossible": true}]}]}]}
                """);
        train("question-answering --stride 16", "data.json", ", F1 ");
        assertUsed("\\{\"answer\":\"[^\"]+\",\"start\":\\d+,\"end\":\\d+,\"score\":[01]\\.\\d+}\n",
                "--question", "was it good", "--context", "The food was very good.", "--always-answer");
        // One of the questions that it was trained with had no answer.
        assertUsed("\\{\"row\":1,\"id\":\"a\",\"answer\":\".*}\n\\{\"row\":2,\"id\":\"b\",\"answer\":\"\",\"start\":0,\"end\":0,.*}\n",
                "--input", folder.file("data.json").toString());
        assertUsed("\\{\"answer\":\"\",\"start\":0,\"end\":0,\"score\":[01]\\.\\d+}\n",
                "--question", "was it good", "--context", "The food was very good.", "--no-answer-threshold=-1e9");
        assertUsed("\\{\"row\":1,\"id\":\"a\",\"answer\":\"[^\"]+\".*}\n\\{\"row\":2,\"id\":\"b\",\"answer\":\"[^\"]+\".*}\n",
                "--input", folder.file("data.json").toString(), "--always-answer");
        assertTrue(folder.run("evaluate --model @out --data @data.json --always-answer").out()
                .contains("NoAns f1            0.0000\n"));
        assertEquals("lathe: --no-answer-threshold and --always-answer: give one of the two; see 'lathe predict --help'\n",
                folder.run("predict --model @out --text x --always-answer --no-answer-threshold 1").err());
        String one = "\\{\"answer\":\"[^\"]+\",\"start\":\\d+,\"end\":\\d+,\"score\":[0-9.E-]+}";
        assertUsed("\\{\"answer\".*,\"answers\":\\[" + one + "," + one + "]}\n",
                "--question", "was it good", "--context", "The food was very good.", "--top", "2");
        assertTask("question-answering");
        assertEquals("lathe: the model answers questions: needs --question and --context, or --input with a SQuAD file; "
                + "see 'lathe predict --help'\n", folder.run("predict --model @out --text good").err());
    }

    @Test
    void choices() throws IOException {
        folder.write("data.jsonl", "{\"context\": \"good\", \"choices\": [\"fine\", \"awful\"], \"label\": 0}\n"
                + "{\"question\": \"bad\", \"choices\": [\"fine\", \"awful\"], \"label\": 1}\n");
        train("multiple-choice", "data.jsonl", ", accuracy ");
        String line = "\\{\"label\":[01],\"choice\":\"(fine|awful)\",\"score\":[01]\\.\\d+,"
                + "\"scores\":\\[[0-9.E-]+,[0-9.E-]+]}\n";
        assertUsed(line, "--context", "good", "--choice", "fine", "--choice", "awful");
        assertUsed((line + line).replaceFirst("\\{", "{\"row\":1,").replaceFirst("(?s)(.*)\\{\"label", "$1{\"row\":2,\"label"), "--input", folder.file("data.jsonl").toString());
        assertTask("multiple-choice");
        assertEquals("lathe: the model chooses: needs --context or --question or both, and --choice twice or more, or --input; "
                + "see 'lathe predict --help'\n", folder.run("predict --model @out --question good --choice bad").err());
    }

    @Test
    void theBestLabelsComeFirst() {
        String all = folder.run("predict --model @classifier --text good").out();
        String best = all.replaceFirst("(?s).*\"label\":\"([^\"]+)\".*", "$1");
        String one = folder.run("predict --model @classifier --text good --top 1").out();
        assertTrue(one.matches("\\{\"label\":\"%s\",\"score\":([0-9.]+),\"scores\":\\{\"%s\":\\1}}\n".formatted(best, best)), one);
        String more = folder.run("predict --model @classifier --text good --top 9").out();
        assertEquals(all.length(), more.length(), "more than there are are all");
        assertTrue(more.contains("\"scores\":{\"" + best + "\""), more);
        assertEquals("lathe: --top 0: must be at least 1; see 'lathe predict --help'\n",
                folder.run("predict --model @classifier --text good --top 0").err());
    }

    @Test
    void predictionsRefuseOptionsOfOtherTasks() {
        assertEquals("lathe: --aggregation: is for token-classification, not sequence-classification; see 'lathe predict --help'\n",
                folder.run("predict --model @classifier --text good --aggregation max").err());
        assertEquals("lathe: --always-answer: is for question-answering, not sequence-classification; "
                + "see 'lathe evaluate --help'\n",
                folder.run("evaluate --model @classifier --data @dev.jsonl --always-answer").err());
        assertEquals("lathe: --strict: is for token-classification, not sequence-classification; see 'lathe evaluate --help'\n",
                folder.run("evaluate --model @classifier --data @dev.jsonl --strict").err());
        assertEquals("lathe: --stride: is for token-classification and question-answering, not sequence-classification; "
                + "see 'lathe finetune --help'\n", folder.finetune("--stride 3").err());
    }

    @Test
    void anOptionOfAnotherTaskIsWrongUsage() {
        CommandRun run = folder.run("finetune --task regression --whole-words --model @encoder --train @train.jsonl --out @out");
        assertEquals(ExitCode.USAGE, run.code());
        assertEquals("lathe: --whole-words: is for masked-lm and pre-training, not regression; see 'lathe finetune --help'\n", run.err());
    }

    /// The numbers in the help are those of the tasks.
    @Test
    void theHelpSaysHowLongTextsUsuallyAre() {
        String help = folder.run("finetune --help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("default %d, for question-answering %d with the question, or what the model takes".formatted(
                Tasks.named("regression").usualLength(), Tasks.named("question-answering").usualLength())), help);
    }

    private double score(String text) {
        return Double.parseDouble(folder.run("predict --model @out", "--text", text).out().replaceAll("[^-0-9.E]", ""));
    }

    private CommandRun train(String task, String data, String heard) throws IOException {
        CommandRun training = folder.run("finetune --task " + task + " --model @encoder --train @" + data + " --test @" + data
                + " --out @out --epochs 30 --lr 5e-3 --seed 3");
        assertEquals(ExitCode.DONE, training.code(), training.err());
        assertTrue(training.err().contains(heard), training.err());
        String settings = task.contains("--token-report") ? " --token-report" : "";
        CommandRun evaluation = folder.run("evaluate --model @out --data @" + data + " --report @report.json" + settings);
        assertEquals(ExitCode.DONE, evaluation.code(), evaluation.err());
        // Below it stands what is confused, where a class is found for each example.
        assertTrue(evaluation.out().startsWith(training.out()), evaluation.out());
        assertTrue(evaluation.out().substring(training.out().length()).matches("(?s)|\ntrue .*"), evaluation.out());
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
