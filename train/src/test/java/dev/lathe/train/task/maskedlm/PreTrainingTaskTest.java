package dev.lathe.train.task.maskedlm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.safetensors.SafetensorsFile;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Workspace;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.tokenizer.Tokenizer;
import dev.lathe.train.data.rows.SourceLine;
import dev.lathe.train.data.text.Document;
import dev.lathe.train.data.text.Documents;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.run.TaskRun;
import dev.lathe.train.task.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Documents without labels, from files to a model that guesses words and knows what follows.
class PreTrainingTaskTest {
    private static final SourceLine LINE = new SourceLine(Path.of("documents"), 1);
    private static final int SPECIAL = 3;

    @TempDir
    private Path folder;
    private TaskRun task;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        task = new TaskRun(new PreTrainingTask(), folder, 42);
        train = task.write("train.txt", "the food was\nvery good.\n\n\nbad\n\nawful bad\n\n".repeat(16));
    }

    @Test
    void learnsBothTasks() throws IOException {
        var result = task.run(train, train, 100);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertTrue(evaluation.score("perplexity") < 4, evaluation.report().toText());
        assertTrue(evaluation.score("next_sentence_accuracy") > 0.8, evaluation.report().toText());
        task.assertEvaluatesAs(result, train);
        assertEquals("[\"BertForPreTraining\"]", task.json("config.json").get("architectures").toString());
        assertEquals(48, task.json("report.json").get("examples").asInt());
        try (var weights = SafetensorsFile.open(task.out().resolve("model.safetensors"))) {
            assertTrue(weights.names().contains("cls.predictions.transform.dense.weight"), weights.names().toString());
            assertTrue(weights.names().contains("cls.seq_relationship.weight"), weights.names().toString());
        }
    }

    @Test
    void documentsArePartedByBlankLinesOrRows() throws IOException {
        var lines = Documents.readLines(train).examples();
        assertEquals(48, lines.size());
        assertEquals(List.of("the food was", "very good."), lines.getFirst().sentences());
        assertEquals("line 5", lines.get(1).source().number());
        Path table = task.write("rows.jsonl", """
                {"text": "the food was\\n\\nvery good."}
                {"text": " "}
                {"text": "not bad"}
                """);
        task.run(table, table, 1);
        assertEquals(2, task.json("report.json").get("examples").asInt());
    }

    @Test
    void pairsFillWhatTheModelReadsAndFollowInEveryOtherCase() throws IOException {
        Tokenizer tokenizer = tokenizer();
        var documents = List.of(
                document("the food", "was very", "good .", "not bad", "awful"), document("fine"), document("fine fine", "fine"));
        var pairs = new SentencePairs(documents, tokenizer, 4 + SPECIAL);
        List<SentencePairs.Segment> segments = pairs.segments();
        // Two of two tokens each, then the last alone, beside the one before it.
        assertEquals(List.of("0 0-2", "0 2-4", "0 3-5", "2 0-2"),
                segments.stream().map(s -> "%d %d-%d".formatted(s.document(), s.from(), s.to())).toList());
        int follow = 0;
        for (int step = 0; step < 400; step++) {
            SentencePairs.Pair pair = segments.getFirst().draw(new RandomKey(42, step), 7);
            assertEquals("the food", pair.first());
            assertEquals(pair.follows(), pair.second().equals("was very"), pair.toString());
            assertTrue(pair.follows() || List.of("fine", "fine fine").contains(pair.second()), pair.toString());
            follow += pair.follows() ? 1 : 0;
        }
        assertEquals(200, follow, 50);
    }

    @Test
    void theSplitAndWhatDoesNotFollowAreDrawnAnewForEachStepAndExample() throws IOException {
        var pairs = new SentencePairs(List.of(document("good", "bad", "fine", "awful", "the", "food"), document("was", "not"), document("very")), tokenizer(), 64);
        SentencePairs.Segment segment = pairs.segments().getFirst();
        List<String> drawn = IntStream.range(0, 200).mapToObj(step -> segment.draw(new RandomKey(1, step), 0).toString()).toList();
        // Five splits that follow; five before each of "was not", "not", "very".
        assertEquals(20, drawn.stream().distinct().count());
        assertEquals(drawn, IntStream.range(0, 200).mapToObj(step -> segment.draw(new RandomKey(1, step), 0).toString()).toList());
        assertNotEquals(drawn, IntStream.range(0, 200).mapToObj(step -> segment.draw(new RandomKey(1, step), 1).toString()).toList());
        assertNotEquals(drawn, IntStream.range(0, 200).mapToObj(step -> segment.draw(new RandomKey(2, step), 0).toString()).toList());
    }

    @Test
    void wholeWordsOfBothTextsAreMasked() throws IOException {
        Tokenizer tokenizer = tokenizer();
        var masking = new PairMasking(tokenizer, 64, new Masking(MaskChoice.USUAL.withShare(0.5).withWholeWords(), tokenizer));
        var segment = new SentencePairs(List.of(document("good", "bad"), document("fine")), tokenizer, 64).segments().getFirst();
        var places = new int[5];
        for (int step = 0; step < 100; step++) {
            Arrays.stream(masking.apply(segment, new RandomKey(3, step), 0).text().positions()).forEach(at -> places[at]++);
        }
        assertEquals(0, places[0] + places[2] + places[4], "special tokens");
        assertTrue(places[1] > 20 && places[3] > 20, Arrays.toString(places));
    }

    @Test
    void aSentenceThatNoPairHasRoomForIsTold() throws IOException {
        var pairs = new SentencePairs(List.of(document("good ".repeat(10), "bad"), document("fine")), tokenizer(), 5 + SPECIAL);
        var cut = pairs.cutTexts();
        assertEquals(List.of(3L, 1L, 12L, 6L), List.of(cut.texts(), cut.cut(), cut.tokens(), cut.lost()));
    }

    @Test
    void theLossOfPartsIsThatOfTheWhole() throws IOException {
        ModelDirectory directory = ModelDirectory.open(TinyModel.encoder(folder.resolve("base")));
        try (Device device = Device.cpu(1); var parameters = Workspace.model("parameters", device.backend());
                var ws = Workspace.training("step", device.backend(), new RandomKey(7, 3))) {
            ModelScope scope = ModelScope.root(parameters);
            PreTraining model = new PreTrainingTask().trained(scope, directory, 64);
            scope.parameters().forEach(parameter -> parameter.initialize(5));
            List<SentencePairs.Segment> examples = model.encode(List.of(
                    document("food", "bad"), document("the food was very very good . ".repeat(5), "not bad . ".repeat(5)),
                    document("fine", "awful"), document("very good", "food")));
            Objective.PartLoss whole = model.objective().of(ws, examples, 0);
            Objective.PartLoss first = model.objective().of(ws, examples.subList(0, 1), 0);
            Objective.PartLoss second = model.objective().of(ws, examples.subList(1, 4), 1);
            assertEquals(4, whole.terms());
            assertEquals(whole.mean().item(), (first.mean().item() + 3 * second.mean().item()) / 4, 1e-5);
        }
    }

    @Test
    void badFilesAreNamed() throws IOException {
        task.assertRefused("no rows", "a.txt", "\n \n");
        task.assertRefused("line 1: the only document: pre-training needs two or more, which blank lines part, for pairs that do not"
                + " follow one another", "b.txt", "good\nbad\n");
        task.assertRefused("line 1: no document has two sentences, each a line of its own", "c.txt", "good\n\nbad\n");
        task.assertRefused("line 1: 'text' is an integer, not a string", "d.jsonl", "{\"text\": 1}");
        task.assertDevRefused("line 1: no document has two sentences, each a line of its own", train, "e.txt", "good\n\nbad\n");
    }

    private Tokenizer tokenizer() throws IOException {
        return ModelDirectory.open(TinyModel.encoder(folder.resolve("tokenizer" + System.nanoTime()))).tokenizer();
    }

    private static Document document(String... sentences) {
        return new Document(LINE, List.of(sentences));
    }
}
