package dev.lathe.train.task.answering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lathe.bert.predict.QuestionAnswerer;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.train.run.TaskRun;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions about the food, from SQuAD files to answers.
class QuestionAnsweringTaskTest {
    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());

    @TempDir
    private Path folder;
    private TaskRun task;
    private ArrayNode paragraphs;
    private int count;

    @BeforeEach
    void fill() {
        task = new TaskRun(new QuestionAnsweringTask(), folder, 42);
        paragraphs = JSON.createArrayNode();
    }

    /// @param answers parts of the context; none for a question that it does not answer
    private void ask(String question, String context, String... answers) {
        var asked = paragraphs.addObject().put("context", context).putArray("qas").addObject();
        asked.put("id", "q" + count++).put("question", question);
        for (String answer : answers) {
            asked.withArray("/answers").addObject().put("text", answer).put("answer_start", context.indexOf(answer));
        }
        if (answers.length == 0) {
            asked.put("is_impossible", true);
        }
    }

    private Path write(String name) throws IOException {
        var root = JSON.createObjectNode();
        root.putArray("data").addObject().set("paragraphs", paragraphs.deepCopy());
        return task.write(name, root.toPrettyString());
    }

    private void askAboutFood() {
        ask("was the food good", "The food was very good.", "very good");
        ask("was the food good", "Fine food, not awful.", "Fine");
        ask("was the food bad", "The food was awful.", "awful", "was awful");
        ask("was the food bad", "Very bad was the food.", "Very bad");
    }

    @Test
    void learnsWhereAnswersAre() throws IOException {
        askAboutFood();
        Path data = write("squad.json");
        double first = task.run(data, data, 1).loss();
        var result = task.run(data, data, 200);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertTrue(result.loss() < first / 4, result.loss() + " after " + first);
        assertEquals(1, evaluation.score("exact"), evaluation.toText());
        assertEquals("f1", evaluation.headline().key());
        task.assertEvaluatesAs(result, data);
        assertEquals("[\"BertForQuestionAnswering\"]", task.json("config.json").get("architectures").toString());
        assertEquals(128, task.json("training.json").get("options").get("stride").asInt());
        assertFalse(task.json("config.json").get("version_2_with_negative").asBoolean(true), "every question has an answer");
        try (var answerer = QuestionAnswerer.load(task.out())) {
            var answer = answerer.answer("was the food bad", "Very bad was the food.").orElseThrow();
            assertEquals("Very bad 0 8", answer.text() + " " + answer.start() + " " + answer.end());
        }
    }

    /// Words in common, counted here by hand, of what the trained model answers.
    @Test
    void scoresAreThoseOfThePredictions() throws IOException {
        askAboutFood();
        Path train = write("train.json");
        paragraphs.removeAll();
        List<String> contexts = List.of(
                "The food was not very good.", "Awful food was not bad, very fine was the bad.", "Very very awful.");
        List<String> golds = List.of("not very good", "very fine", "awful");
        for (int i = 0; i < golds.size(); i++) {
            ask("was the food good", contexts.get(i), golds.get(i));
        }
        Evaluation evaluation = task.run(train, write("test.json"), 30).evaluation().orElseThrow();
        var f1 = new double[golds.size()];
        int exact = 0;
        try (var answerer = QuestionAnswerer.load(task.out())) {
            for (int i = 0; i < f1.length; i++) {
                String said = answerer.answer("was the food good", contexts.get(i)).orElseThrow().text();
                f1[i] = overlap(words(golds.get(i)), words(said));
                exact += words(golds.get(i)).equals(words(said)) ? 1 : 0;
            }
        }
        assertEquals(Arrays.stream(f1).average().orElseThrow(), evaluation.score("f1"), 1e-12, evaluation.toText());
        assertEquals(exact / 3.0, evaluation.score("exact"), 1e-12);
        var interval = evaluation.interval("f1").orElseThrow();
        assertTrue(interval.low() <= interval.score() && interval.score() <= interval.high(), interval.toText());
        assertTrue(evaluation.interval("exact").isPresent());
        assertEquals(interval.high(), task.json("report.json").get("intervals").get("f1").get("high").asDouble());
    }

    private static List<String> words(String answer) {
        return Arrays.stream(answer.toLowerCase(Locale.ROOT).split("[ .,]+")).filter(w -> !w.equals("the")).toList();
    }

    private static double overlap(List<String> gold, List<String> said) {
        var left = new ArrayList<>(gold);
        long common = said.stream().filter(left::remove).count();
        return 2.0 * common / (gold.size() + said.size());
    }

    @Test
    void learnsThatThereIsNoAnswer() throws IOException {
        askAboutFood();
        ask("was the food good", "Bad was bad.");
        ask("was the food bad", "Good, fine.");
        Path data = write("squad2.json");
        var result = task.run(data, data, 200);
        assertEquals(1, result.evaluation().orElseThrow().score("exact"), result.evaluation().orElseThrow().toText());
        assertEquals(2, task.json("report.json").get("NoAns").get("total").asInt());
        assertEquals(1, task.json("report.json").get("best_f1").asDouble());
        task.assertEvaluatesAs(result, data);
        assertTrue(task.json("config.json").get("version_2_with_negative").asBoolean());
        try (var answerer = QuestionAnswerer.load(task.out())) {
            assertEquals(Optional.empty(), answerer.answer("was the food bad", "Good, fine."));
        }
    }

    /// What a model may do depends on what it was trained with, not on what it is asked.
    @Test
    void givesNoAnswerOnDataWhereAllHaveOneIfItHasLearntTo() throws IOException {
        askAboutFood();
        Path allAnswered = write("squad1.json");
        ask("was the food good", "Bad was bad.");
        ask("was the food bad", "Good, fine.");
        Path someAnswered = write("squad2.json");
        paragraphs.removeAll();
        ask("was the food bad", "Good, fine.", "Good");
        Path contrary = write("contrary.json");

        task.run(someAnswered, someAnswered, 200);
        assertEquals(0, f1(contrary, new QuestionAnsweringTask()), "it answers nothing");
        assertTrue(f1(contrary, new QuestionAnsweringTask().withNoAnswerThreshold(Double.POSITIVE_INFINITY)) > 0);
        assertEquals(0, f1(allAnswered, new QuestionAnsweringTask().withNoAnswerThreshold(Double.NEGATIVE_INFINITY)));

        task.run(allAnswered, someAnswered, 30);
        assertEquals(0, task.json("report.json").get("NoAns").get("f1").asDouble(), "it always answers");
        assertEquals(2 / 6.0, f1(someAnswered, new QuestionAnsweringTask().withNoAnswerThreshold(-1e9)));
    }

    private double f1(Path data, QuestionAnsweringTask judged) throws IOException {
        return new ModelEvaluation(task.out(), data).task(judged).run().evaluation().score("f1");
    }

    @Test
    void thresholdsAreRecorded() throws IOException {
        askAboutFood();
        Path data = write("squad.json");
        assertEquals("null", threshold(new QuestionAnsweringTask(), data));
        assertEquals("1.5", threshold(new QuestionAnsweringTask().withNoAnswerThreshold(1.5), data));
        assertEquals("\"always-answer\"",
                threshold(new QuestionAnsweringTask().withNoAnswerThreshold(Double.POSITIVE_INFINITY), data));
        assertEquals("noAnswerThreshold NaN: needs a number", assertThrows(IllegalArgumentException.class,
                () -> new QuestionAnsweringTask().withNoAnswerThreshold(Double.NaN)).getMessage());
    }

    private String threshold(QuestionAnsweringTask judged, Path data) throws IOException {
        var run = new TaskRun(judged, folder, 42);
        run.run(data, data, 1);
        return run.json("training.json").get("options").get("no-answer-threshold").toString();
    }

    /// 384 tokens where the model takes them, as on SQuAD, and not the 128 of other tasks.
    @Test
    void windowsAreAsLongAsIsUsualForQuestions() throws IOException {
        Path wide = TinyModel.encoder(folder.resolve("wide"));
        Path config = wide.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace(
                "\"max_position_embeddings\": " + TinyModel.POSITIONS, "\"max_position_embeddings\": 512"));
        TinyModel.encoderTensors("").filled("embeddings.position_embeddings.weight", 0.01f, 512, TinyModel.HIDDEN)
                .write(wide.resolve("model.safetensors"));
        ask("was the food good", "Fine! " + "The food was not the food. ".repeat(40), "Fine");
        Path data = write("long.json");
        task.run(wide, data, data, 1);
        assertEquals(384, task.json("training.json").get("options").get("max-length").asInt());
        task.run(data, data, 1);
        assertEquals(TinyModel.POSITIONS, task.json("training.json").get("options").get("max-length").asInt());
        for (Task<?> other : Tasks.all()) {
            assertEquals(other instanceof QuestionAnsweringTask ? 384 : 128, other.usualLength(), other.name());
        }
    }

    @Test
    void readsLongContextsInWindows() throws IOException {
        String filler = "The food was not the food. ".repeat(30);
        ask("was the food bad", filler + "Awful! " + filler, "Awful");
        ask("was the food good", "Fine! " + filler, "Fine");
        Path data = write("long.json");
        var result = task.run(data, data, 30);
        assertEquals(1, result.evaluation().orElseThrow().score("exact"), result.evaluation().orElseThrow().toText());
        assertEquals(2, task.json("report.json").get("examples").asInt());
        task.assertEvaluatesAs(result, data);
    }

    @Test
    void badDataIsNamed() throws IOException {
        String start = "{\"data\": [{\"paragraphs\": [{\"context\": \"The food was good.\", \"qas\": [\n{\"id\": \"7\", ";
        task.assertRefused("line 2: question '7': it has no answers; without any it needs \"is_impossible\": true", "a.json",
                start + "\"question\": \"Was it?\", \"answers\": []}]}]}]}");
        task.assertRefused("line 2: question '7': answer 'bad' starts at 13: the context has 'goo' there", "b.json",
                start + "\"question\": \"Was it?\", \"answers\": [{\"text\": \"bad\", \"answer_start\": 13}]}]}]}]}");
        task.assertRefused("line 1: a JSON object with 'data' is wanted", "c.json", "[]");
        ask("was the food good", "good \u200d bad", "\u200d");
        String text = "question 'q0': the tokenizer leaves nothing of its answer";
        Path bad = write("d.json");
        var run = new FineTuning(BaseModel.of(TinyModel.encoder(folder.resolve("encoder"))), TrainingData.of(bad), task.out())
                .task(task.task());
        var thrown = assertThrows(DataException.class, () -> run.run(TrainingListener.NONE));
        assertTrue(thrown.getMessage().startsWith(bad + ": line ") && thrown.getMessage().endsWith(text), thrown.getMessage());
    }
}
