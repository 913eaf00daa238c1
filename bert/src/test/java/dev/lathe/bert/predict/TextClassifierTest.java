package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.Device;
import dev.lathe.bert.TinyHeads;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextClassifierTest {
    private static final List<TextInput> INPUTS = List.of(
            TextInput.of("the food was good"), TextInput.of(""), TextInput.of("the food", "was " + "very ".repeat(200)),
            TextInput.of("not " + "very ".repeat(70) + "bad"), TextInput.of("awful"), TextInput.of("", ""));

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = TinyModel.classifier(folder.resolve("model"), "negative", "neutral", "positive");
    }

    @Test
    void manyThreadsAtOnceGetTheBitsThatOneGetsAlone() throws IOException, InterruptedException, ExecutionException {
        try (var classifier = TextClassifier.load(model); var threads = Executors.newFixedThreadPool(32)) {
            List<Prediction> alone = INPUTS.stream().map(classifier::predict).toList();
            assertEquals(INPUTS.size(), alone.stream().distinct().count());
            List<Callable<List<Prediction>>> calls = new ArrayList<>();
            for (int i = 0; i < 320; i++) {
                calls.add(() -> classifier.predictAll(INPUTS));
            }
            for (Future<List<Prediction>> together : threads.invokeAll(calls)) {
                assertEquals(alone, together.get());
            }
        }
    }

    @Test
    void manyTextsKeepTheirOrderOverManyBatches() throws IOException {
        List<TextInput> many = IntStream.range(0, 300).mapToObj(i -> INPUTS.get(i * 7 % INPUTS.size())).toList();
        try (var classifier = TextClassifier.load(model)) {
            assertEquals(many.stream().map(classifier::predict).toList(), classifier.predictAll(many));
        }
    }

    @Test
    void aPredictionIsTheHighestOfScoresThatSumToOne() throws IOException {
        try (var classifier = TextClassifier.load(model)) {
            for (Prediction prediction : classifier.predictAll(INPUTS)) {
                assertEquals(classifier.labels(), List.copyOf(prediction.scores().keySet()));
                assertEquals(1, prediction.scores().values().stream().mapToDouble(p -> p).sum(), 1e-6);
                assertEquals(prediction.score(), prediction.scores().get(prediction.label()));
                assertEquals(prediction.score(), prediction.scores().values().stream().mapToDouble(p -> p).max().orElseThrow());
            }
        }
    }

    @Test
    void noTextsAreNoPredictions() throws IOException {
        try (var classifier = TextClassifier.load(model)) {
            assertEquals(List.of(), classifier.predictAll(List.of()));
        }
    }

    @Test
    void aClosedClassifierSaysSoAndClosesTwice() throws IOException {
        var classifier = TextClassifier.load(model);
        classifier.close();
        classifier.close();
        var used = assertThrows(IllegalStateException.class, () -> classifier.predict("good"));
        assertEquals("model 'model': used after it was closed", used.getMessage());
    }

    @Test
    void aSharedDeviceStaysOpen() throws IOException {
        try (Device device = Device.cpu(2); var other = TextClassifier.load(model, device)) {
            Prediction before;
            try (var classifier = TextClassifier.load(model, device)) {
                before = classifier.predict("good");
            }
            assertEquals(before, other.predict("good"));
        }
    }

    @Test
    void aClassifierThatCannotBeLoadedLeavesNoThreads() throws InterruptedException {
        List<Thread> before = workers();
        for (String missing : List.of("none", ".")) {
            assertThrows(CheckpointException.class, () -> TextClassifier.load(folder.resolve(missing)));
            assertThrows(CheckpointException.class, () -> TextEmbedder.load(folder.resolve(missing)));
        }
        List<Thread> left = new ArrayList<>(workers());
        left.removeAll(before);
        for (Thread worker : left) {
            worker.join(2_000);
        }
        left.removeIf(worker -> !worker.isAlive());
        assertEquals(List.of(), left);
    }

    @Test
    void anEncoderIsNoClassifier() throws IOException {
        Path encoder = TinyModel.encoder(folder.resolve("encoder"));
        var refusal = assertThrows(CheckpointException.class, () -> TextClassifier.load(encoder));
        assertEquals(encoder + "/config.json: no id2label: the model is not trained to classify", refusal.getMessage());
    }

    @Test
    void anyNumberOfLabelsMayBeTrueWhereTheModelWasTrainedSo() throws IOException {
        Map<String, Double> logits = scoresAs("regression");
        TinyHeads.configure(model, "problem_type", "\"multi_label_classification\"");
        try (var classifier = TextClassifier.load(model)) {
            assertEquals(ProblemType.MULTI_LABEL_CLASSIFICATION, classifier.problemType());
            Prediction prediction = classifier.predict("good");
            logits.forEach((label, logit) ->
                    assertEquals(1 / (1 + Math.exp(-logit)), prediction.scores().get(label), 1e-12));
            assertEquals(logits.keySet().stream().filter(label -> logits.get(label) >= 0).toList(), prediction.labels());
            assertEquals(classifier.labels(), prediction.labels(0));
            assertEquals(List.of(prediction.label()), prediction.labels(prediction.score()));
        }
    }

    @Test
    void numbersAreTheModelsOwnWhereItWasTrainedSo() throws IOException {
        Map<String, Double> numbers = scoresAs("regression");
        Map<String, Double> shares = scoresAs("single_label_classification");
        double total = numbers.values().stream().mapToDouble(Math::exp).sum();
        numbers.forEach((label, number) -> assertEquals(Math.exp(number) / total, shares.get(label), 1e-6));
    }

    private Map<String, Double> scoresAs(String problemType) throws IOException {
        Path other = TinyModel.classifier(folder.resolve(problemType), "negative", "neutral", "positive");
        TinyHeads.configure(other, "problem_type", "\"" + problemType + "\"");
        try (var classifier = TextClassifier.load(other)) {
            return classifier.predict("good").scores();
        }
    }

    @Test
    void oneLabelIsANumber() throws IOException {
        Path number = TinyModel.classifier(folder.resolve("number"), "stars");
        try (var classifier = TextClassifier.load(number)) {
            assertEquals(ProblemType.REGRESSION, classifier.problemType());
            Prediction prediction = classifier.predict("good");
            assertEquals(Map.of("stars", prediction.score()), prediction.scores());
        }
        TinyHeads.configure(number, "problem_type", "\"single_label_classification\"");
        var refusal = assertThrows(CheckpointException.class, () -> TextClassifier.load(number));
        assertEquals(number + "/config.json: problem_type 'single_label_classification' with the one label 'stars': "
                + "nothing to choose from", refusal.getMessage());
    }

    @Test
    void labelsWithoutAHeadAreNoClassifier() throws IOException {
        TinyModel.classifierTensors(3).without("classifier.bias").write(model.resolve("model.safetensors"));
        var refusal = assertThrows(CheckpointException.class, () -> TextClassifier.load(model));
        assertEquals(model + ": model.safetensors: no 'classifier.bias': the model is not trained for this task", refusal.getMessage());
    }

    @Test
    void aWeightThatIsNoNumberIsRefusedByName() throws IOException {
        TinyModel.classifierTensors(3).with("classifier.weight", 71, Float.NaN).write(model.resolve("model.safetensors"));
        var refusal = assertThrows(CheckpointException.class, () -> TextClassifier.load(model));
        assertEquals(model + ": model.safetensors: 'classifier.weight' is NaN at 71: must be finite", refusal.getMessage());
    }

    @Test
    void anInputsTokensAreThoseThatTheModelReads() throws IOException {
        try (var classifier = TextClassifier.load(model)) {
            assertEquals(6, classifier.countTokens(TextInput.of("the food was good")));
            assertEquals(9, classifier.countTokens(TextInput.of("the food was good", "not bad")));
            assertEquals(TinyModel.POSITIONS, classifier.countTokens(TextInput.of("good", "very ".repeat(200))));
            assertEquals("model", classifier.name());
        }
    }

    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lathe-cpu-"))
                .toList();
    }

    /// A head for tokens has tensors of the same names and shapes: by them alone nobody would notice.
    @Test
    void aModelOfAnotherTaskIsRefusedWithTheClassThatOpensIt() throws IOException {
        Path tagger = TinyHeads.tokens(folder.resolve("tagger"), "O", "B-PER", "I-PER");
        TinyHeads.configure(tagger, "architectures", "[\"BertForTokenClassification\"]");
        TinyHeads.configure(model, "architectures", "[\"BertForSequenceClassification\"]");
        assertEquals(tagger + ": BertForTokenClassification, trained for token classification: TokenClassifier opens it, not TextClassifier",
                assertThrows(CheckpointException.class, () -> TextClassifier.load(tagger)).getMessage());
        assertEquals(model + ": BertForSequenceClassification, trained for sequence classification: TextClassifier opens it, not TokenClassifier",
                assertThrows(CheckpointException.class, () -> TokenClassifier.load(model)).getMessage());
        assertEquals(model + ": BertForSequenceClassification, trained for sequence classification: TextClassifier opens it, not MaskFiller",
                assertThrows(CheckpointException.class, () -> MaskFiller.load(model)).getMessage());
        assertEquals(model + ": BertForSequenceClassification, trained for sequence classification: TextClassifier opens it, not ChoiceSelector",
                assertThrows(CheckpointException.class, () -> ChoiceSelector.load(model)).getMessage());
        assertEquals(model + ": BertForSequenceClassification, trained for sequence classification: TextClassifier opens it, not QuestionAnswerer",
                assertThrows(CheckpointException.class, () -> QuestionAnswerer.load(model)).getMessage());
    }
}
