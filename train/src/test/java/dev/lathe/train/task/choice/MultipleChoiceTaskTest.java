package dev.lathe.train.task.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.predict.ChoiceSelector;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.run.BaseModel;
import dev.lathe.train.run.FineTuning;
import dev.lathe.train.run.model.ModelEvaluation;
import dev.lathe.train.run.TaskRun;
import dev.lathe.train.run.TrainingData;
import dev.lathe.train.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What fits to what, among two choices or three, from files to a choice.
class MultipleChoiceTaskTest {
    @TempDir
    private Path folder;
    private TaskRun task;
    private Path train;

    @BeforeEach
    void fill() throws IOException {
        task = new TaskRun(new MultipleChoiceTask(), folder, 3);
        train = task.write("train.jsonl", """
                {"context": "the food was good", "choices": ["fine", "awful"], "label": 0}
                {"context": "the food was bad", "choices": ["fine", "awful"], "label": "B"}
                {"context": "good food", "question": "was the food", "choices": ["bad", "awful", "fine"], "label": "c"}
                {"question": "very bad food", "choices": ["good", "awful", "fine"], "label": 1}
                """);
    }

    @Test
    void learnsWhatFits() throws IOException {
        double first = task.run(train, train, 1).loss();
        var result = task.run(train, train, 150);
        Evaluation evaluation = result.evaluation().orElseThrow();
        assertEquals(1, evaluation.score("accuracy"), evaluation.toText());
        assertTrue(result.loss() < first / 2, result.loss() + " after " + first);
        task.assertEvaluatesAs(result, train);
        assertEquals("[\"BertForMultipleChoice\"]", task.json("config.json").get("architectures").toString());
        try (var selector = ChoiceSelector.load(task.out())) {
            assertEquals(1, selector.choose("the food was bad", List.of("fine", "awful")).index());
            assertEquals(2, selector.choose("good food",
                    List.of("was the food bad", "was the food awful", "was the food fine")).index());
        }
    }

    @Test
    void scoresAreThoseOfThePredictions() throws IOException {
        Path test = task.write("test.jsonl", """
                {"context": "bad", "choices": ["awful", "fine"], "label": 0}
                {"context": "good", "choices": ["awful", "fine"], "label": 0}
                {"context": "not good", "choices": ["food", "the", "fine", "very"], "label": 2}
                """);
        var result = task.run(train, test, 20);
        Evaluation evaluation = result.evaluation().orElseThrow();
        double loss = 0;
        int right = 0;
        try (var selector = ChoiceSelector.load(task.out())) {
            List<ChoiceSelector.Choice> said = List.of(
                    selector.choose("bad", List.of("awful", "fine")), selector.choose("good", List.of("awful", "fine")),
                    selector.choose("not good", List.of("food", "the", "fine", "very")));
            List<Integer> labels = List.of(0, 0, 2);
            for (int i = 0; i < 3; i++) {
                loss -= Math.log(said.get(i).scores().get(labels.get(i))) / 3;
                right += said.get(i).index() == labels.get(i) ? 1 : 0;
                assertEquals(said.get(i).index() == labels.get(i), evaluation.outcomes().right().get(i));
            }
        }
        assertEquals(right / 3.0, evaluation.score("accuracy"));
        assertEquals(loss, evaluation.loss(), 1e-6);
        var interval = evaluation.interval("accuracy").orElseThrow();
        assertTrue(interval.low() <= interval.score() && interval.score() <= interval.high(), interval.toText());
        assertTrue(evaluation.toText().endsWith("\nAccuracy            " + interval.toText() + "\n"), evaluation.toText());
    }

    @Test
    void theFirstLossIsThatOfTheEvaluation() throws IOException {
        var options = TrainingOptions.builder().epochs(1).learningRate(1e-12).dropout(0).build();
        var result = new FineTuning(BaseModel.of(TinyModel.encoder(folder.resolve("encoder"))),
                TrainingData.of(train).withTest(train), task.out()).task(task.task()).options(options)
                .run(TrainingListener.NONE);
        assertEquals(result.loss(), task.firstMetrics().get("loss").asDouble(), 1e-6);
    }

    @Test
    void anotherHeadOfTheBaseStartsAnew() throws IOException {
        Path classifier = TinyModel.classifier(folder.resolve("classifier"), "a", "b", "c");
        double first = task.run(classifier, train, train, 1).loss();
        double further = task.run(task.out(), train, train, 20).loss();
        assertTrue(further < first, further + " after " + first);
    }

    @Test
    void badDataIsNamed() throws IOException {
        task.assertRefused("line 1: 1 choices; two or more are needed", "a.jsonl",
                "{\"context\": \"good\", \"choices\": [\"a\"], \"label\": 0}");
        task.assertRefused("line 1: the label is choice 2, but there are 0..1", "b.jsonl",
                "{\"context\": \"good\", \"choices\": [\"a\", \"b\"], \"label\": 2}");
        task.assertRefused("line 1: no 'label'; the keys are 'context', 'choices'", "c.jsonl",
                "{\"context\": \"good\", \"choices\": [\"a\", \"b\"]}");
    }

    @Test
    void modelsOfOtherTasksAreTold() throws IOException {
        task.run(train, train, 1);
        Path texts = TinyModel.sentences(folder.resolve("texts.jsonl"), 4);
        assertEquals(texts + ": line 1: no 'choices'; the keys are 'text', 'label'",
                assertThrows(DataException.class, () -> new ModelEvaluation(task.out(), texts).run()).getMessage());
    }
}
