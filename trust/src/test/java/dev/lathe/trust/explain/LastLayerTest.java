package dev.lathe.trust.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.nn.ModelParameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastLayerTest {
    private static final List<String> TEXTS = List.of("the food was good", "very bad", "good . the food was not awful");
    private static final int[] LABELS = {2, 0, 1};

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        model = TinyModel.classifier(folder.resolve("model"), "negative", "neutral", "positive");
    }

    private List<LastLayer> layers(List<String> texts) throws IOException {
        try (var explainer = TextExplainer.load(model)) {
            return explainer.lastLayers(texts.stream().map(TextInput::of).toList());
        }
    }

    /// The gradients of the whole model's loss by the tape; of them those of the last layer, multiplied in double.
    @Test
    void theInfluenceIsTheProductOfTwoBackwardPasses() throws IOException {
        List<double[]> gradients = new ArrayList<>();
        ModelDirectory directory = ModelDirectory.open(model);
        try (Device device = Device.cpu(1); Workspace parameters = Workspace.model("model", device.backend());
                var weights = directory.openWeights()) {
            List<ModelParameter> last = new ArrayList<>();
            var classifier = BertWeights.buildTrained(parameters, weights, BertWeights.plan(weights), scope -> {
                var made = new BertForSequenceClassification(scope, directory.config().bert(), 3);
                BertWeights.loadTrained(weights, scope.parameters());
                scope.parameters().stream().filter(p -> p.name().startsWith("classifier.")).forEach(last::add);
                return made;
            });
            assertEquals(2, last.size());
            for (int t = 0; t < TEXTS.size(); t++) {
                try (var ws = Workspace.recording("step", device.backend())) {
                    var batch = TokenBatch.of(ws, List.of(TokenSequence.of(directory.tokenizer().encode(TEXTS.get(t)))));
                    ws.backward(CrossEntropyOp.apply(ws, classifier.logits(ws, batch), ws.ofInts(Shape.of(1), LABELS[t])));
                    gradients.add(last.stream().flatMapToDouble(p -> doubles(p.parameter().gradient().toArray())).toArray());
                    clear(last);
                }
            }
        }
        List<LastLayer> layers = layers(TEXTS);
        for (int a = 0; a < TEXTS.size(); a++) {
            for (int b = 0; b < TEXTS.size(); b++) {
                double product = 0;
                for (int i = 0; i < gradients.get(a).length; i++) {
                    product += gradients.get(a)[i] * gradients.get(b)[i];
                }
                assertEquals(product, layers.get(a).influence(LABELS[a], layers.get(b), LABELS[b]), 1e-5 * Math.abs(product) + 1e-6, a + " " + b);
            }
        }
    }

    private static void clear(List<ModelParameter> parameters) {
        parameters.forEach(p -> p.parameter().clearGradient());
    }

    private static DoubleStream doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]);
    }

    @Test
    void whatItSaysIsWhatTheClassifierSays() throws IOException {
        List<LastLayer> layers = layers(TEXTS);
        try (var classifier = TextClassifier.load(model)) {
            for (int t = 0; t < TEXTS.size(); t++) {
                var said = classifier.predict(TEXTS.get(t));
                assertEquals(said.label(), classifier.labels().get(layers.get(t).said()));
                assertEquals(said.score(), layers.get(t).probability(layers.get(t).said()), 1e-6);
            }
        }
        assertEquals(1, layers.getFirst().cosine(layers.getFirst()), 1e-12);
        assertTrue(layers.get(0).cosine(layers.get(1)) < 1);
    }

    /// Of 200 texts of two kinds, which a trained layer keeps apart, one is there again with the other label.
    @Test
    void aMislabelledDuplicateIsFoundFirst() {
        var random = new Random(7);
        List<LastLayer> layers = new ArrayList<>();
        var labels = new int[200];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 2;
            var features = new float[16];
            for (int f = 0; f < features.length; f++) {
                features[f] = (float) (0.5 * random.nextGaussian() + (f % 2 == labels[i] ? 1 : -1));
            }
            layers.add(new LastLayer(features, new float[] {labels[i] == 0 ? 3 : 0, labels[i] == 1 ? 3 : 0}));
        }
        LastLayer asked = layers.get(137);
        labels[137] = 0;
        double[] scores = IntStream.range(0, 200).mapToDouble(i -> layers.get(i).influence(labels[i], asked, 1)).toArray();
        RankedExample first = RankedExample.largest(scores, 3).getFirst();
        assertEquals(137, first.example());
        assertTrue(first.score() < 0 && scores[135] > 0, first.toString());
        assertEquals(List.of(0, 2), RankedExample.highest(new double[] {3, -5, 3}, 2).stream().map(RankedExample::example).toList());
    }

    @Test
    void modelsOfOtherKindsAreRefused() throws IOException {
        Path number = TinyModel.classifier(folder.resolve("number"), "score");
        try (var explainer = TextExplainer.load(number)) {
            assertEquals("explain: examples are for models that give each text one of several labels", assertThrows(
                    IllegalArgumentException.class, () -> explainer.lastLayers(List.of(TextInput.of("good")))).getMessage());
        }
    }
}
