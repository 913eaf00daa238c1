package dev.lathe.trust.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Shape;
import dev.lathe.testkit.model.TinyModel;
import dev.lathe.trust.explain.method.AttentionRollout;
import dev.lathe.trust.explain.method.Attribution;
import dev.lathe.trust.explain.method.AttributionMethod;
import dev.lathe.trust.explain.method.Baseline;
import dev.lathe.trust.explain.method.Embedded;
import dev.lathe.trust.explain.method.ExplainedText;
import dev.lathe.trust.explain.method.InputXGradient;
import dev.lathe.trust.explain.method.IntegratedGradients;
import dev.lathe.trust.explain.method.Occlusion;
import dev.lathe.trust.explain.method.Quadrature;
import dev.lathe.trust.explain.method.Saliency;
import dev.lathe.trust.explain.method.ShapleyValues;
import dev.lathe.trust.explain.method.SmoothGrad;
import dev.lathe.trust.explain.method.Word;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextExplainerTest {
    private static final String TEXT = "The food was badly good.";
    private static final ShapleyValues SHAP = new ShapleyValues(ShapleyValues.Form.PERMUTATIONS, 4, 1);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        TinyModel.classifier(folder.resolve("model"), "negative", "neutral", "positive");
        head("tagger", "BertForTokenClassification", "classifier", 3);
        head("answers", "BertForQuestionAnswering", "qa_outputs", 2);
    }

    private static void head(String name, String architecture, String head, int outputs) throws IOException {
        Path directory = TinyModel.classifier(folder.resolve(name), "O", "PER", "LOC");
        Path config = directory.resolve("config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\\{", "{\"architectures\": [\"" + architecture + "\"], "));
        TinyModel.encoderTensors("bert.").random(head + ".weight", new Random(1), 0.5, outputs, TinyModel.HIDDEN)
                .filled(head + ".bias", 0, outputs).write(directory.resolve("model.safetensors"));
    }

    private static <R> R with(String model, Function<TextExplainer, R> use) throws IOException {
        try (var explainer = TextExplainer.load(folder.resolve(model))) {
            return use.apply(explainer);
        }
    }

    @Test
    void saysWhatTheClassifierSaysAndCutsWordsAsItsTokenizer() throws IOException {
        Explanation explanation = with("model", e -> e.explain(TEXT));
        try (var classifier = TextClassifier.load(folder.resolve("model"))) {
            Prediction said = classifier.predict(TEXT);
            assertEquals(said.label(), explanation.said());
            assertEquals(said.score(), explanation.saidScore());
        }
        assertEquals(List.of("The", "food", "was", "badly", "good", "."), explanation.words().stream().map(Word::text).toList());
        assertEquals(new Word(0, "badly", 13, 18, 4, 6), explanation.words().get(3));
        assertEquals(9, explanation.attribution().tokens().size());
        assertTrue(explanation.attribution().completenessError() < 1e-4, explanation.attribution().toString());
        // Special tokens stay: they have no difference to be explained by.
        assertEquals(0, explanation.attribution().rest());
    }

    /// The embeddings that are put in place are those that the model has itself, to the bit; and masks are a text's.
    @Test
    void theEmbeddingsAndTheWordsLeftOutAreTheModels() throws IOException {
        with("model", e -> {
            ExplainedText text = e.text(TextInput.of(TEXT), Ask.USUAL);
            var none = new BitSet();
            var all = new BitSet();
            all.set(0, 6);
            double[] values = text.without(List.of(none, all));
            List<ExplainedText.Point> points = text.at(List.of(text.embedded().sum(), text.baseline(Baseline.MASK).sum()));
            assertEquals(values[0], points.get(0).value());
            assertEquals(values[1], points.get(1).value());
            return text;
        });
    }

    @Test
    void theGradientIsThatOfTheNumber() throws IOException {
        with("model", e -> {
            ExplainedText text = e.text(TextInput.of(TEXT), Ask.USUAL);
            float[] x = text.embedded().sum();
            float[] gradient = text.at(List.of(x)).getFirst().gradient();
            double length = new Recorder.Seen(Shape.of(gradient.length), gradient).norm();
            float[] up = x.clone();
            float[] down = x.clone();
            double step = 1e-3;
            for (int i = 0; i < x.length; i++) {
                up[i] += (float) (step * gradient[i] / length);
                down[i] -= (float) (step * gradient[i] / length);
            }
            List<ExplainedText.Point> points = text.at(List.of(up, down));
            // Along itself a gradient's slope is its length.
            assertEquals(length, (points.get(0).value() - points.get(1).value()) / (2 * step), 2e-3 * length);
            return text;
        });
    }

    @Test
    void tablesSplitAScore() throws IOException {
        Attribution zero = with("model", e -> e.explain(TextInput.of("good", "bad food"), Ask.USUAL,
                new IntegratedGradients(Baseline.ZERO, Quadrature.GAUSS_LEGENDRE, 50))).attribution();
        assertEquals(3, zero.words().size());
        for (int w = 0; w < 3; w++) {
            double parts = 0;
            for (Embedded.Table table : Embedded.Table.values()) {
                parts += zero.tables().get(table).get(w);
                assertTrue(zero.tables().get(table).get(w) != 0);
            }
            assertEquals(zero.words().get(w), parts, 1e-6);
        }
        assertTrue(zero.rest() != 0);
        Attribution mask = with("model", e -> e.explain("good bad")).attribution();
        assertEquals(List.of(0.0, 0.0), mask.tables().get(Embedded.Table.POSITION));
    }

    @Test
    void shapSumsToTheDifferenceAndTheKernelAgreesWithEnumeration() throws IOException {
        for (String text : List.of(TEXT, "the food was not very bad . the food was good")) {
            Attribution shap = with("model", e -> e.explain(TextInput.of(text), Ask.USUAL, SHAP)).attribution();
            double sum = shap.words().stream().mapToDouble(Double::doubleValue).sum();
            assertEquals(shap.to() - shap.from(), sum, 1e-6);
        }
        Attribution exact = with("model", e -> e.explain(TextInput.of(TEXT), Ask.USUAL, SHAP)).attribution();
        Attribution kernel = with("model", e -> e.explain(
                TextInput.of(TEXT), Ask.USUAL, new ShapleyValues(ShapleyValues.Form.KERNEL, 4, 1))).attribution();
        assertArrayEquals(exact.words().stream().mapToDouble(Double::doubleValue).toArray(),
                kernel.words().stream().mapToDouble(Double::doubleValue).toArray(), 1e-6);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() throws IOException {
        ModelDirectory directory = ModelDirectory.open(folder.resolve("model"));
        List<AttributionMethod> methods = List.of(IntegratedGradients.USUAL, new Saliency(), new InputXGradient(),
                new SmoothGrad(4, 0.1, 1), new Occlusion(), SHAP, new AttentionRollout());
        for (AttributionMethod method : methods) {
            try (Device one = Device.cpu(1); Device three = Device.cpu(3);
                    var first = TextExplainer.load(directory, one); var second = TextExplainer.load(directory, three)) {
                Explanation explanation = first.explain(TextInput.of(TEXT), Ask.USUAL.withOutput(Output.PROBABILITY), method);
                assertEquals(explanation, second.explain(TextInput.of(TEXT), Ask.USUAL.withOutput(Output.PROBABILITY), method));
                assertTrue(explanation.attribution().words().stream().anyMatch(s -> s != 0), method.name());
            }
        }
    }

    @Test
    void aWordsLabelIsExplained() throws IOException {
        Explanation given = with("tagger", e -> e.explain(TextInput.of(TEXT), Ask.USUAL.withLabel("LOC").withAt(5), IntegratedGradients.USUAL));
        assertEquals("food", given.subject());
        assertEquals("LOC", given.label());
        assertTrue(given.attribution().completenessError() < 1e-3, given.attribution().toString());
        Explanation usual = with("tagger", e -> e.explain(TextInput.of(TEXT), Ask.USUAL, new Occlusion()));
        assertFalse(usual.subject().isEmpty());
        // Rollout starts at the token that is read.
        Attribution rollout = with("tagger", e -> e.explain(TextInput.of(TEXT), Ask.USUAL.withAt(5), new AttentionRollout())).attribution();
        assertEquals(rollout.words().get(1), rollout.words().stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    @Test
    void theStartAndEndOfAnAnswerAreExplained() throws IOException {
        TextInput asked = TextInput.of("was the food good", "the food was very bad");
        Attribution both = with("answers", e -> e.explain(asked, Ask.USUAL, SHAP)).attribution();
        Attribution start = with("answers", e -> e.explain(asked, Ask.USUAL.withLabel("start"), SHAP)).attribution();
        Attribution end = with("answers", e -> e.explain(asked, Ask.USUAL.withLabel("end"), SHAP)).attribution();
        assertEquals(both.to(), start.to() + end.to(), 1e-9);
        assertEquals(both.words().get(3), start.words().get(3) + end.words().get(3), 1e-6);
        Explanation explanation = with("answers", e -> e.explain(asked, Ask.USUAL, IntegratedGradients.USUAL));
        assertTrue(asked.pair().orElseThrow().contains(explanation.subject()) && !explanation.subject().isEmpty());
        assertEquals(9, explanation.words().size());
        assertEquals(1, explanation.words().getLast().part());
    }

    private static void refused(String message, String model, Function<TextExplainer, Explanation> use) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> with(model, use)).getMessage());
    }

    @Test
    void whatCannotBeExplainedIsRefusedInALine() {
        refused("explain: no word in the text: there is nothing to explain", "model", e -> e.explain(" "));
        refused("explain: 130 tokens: the model takes 128; shorten the text", "model", e -> e.explain("good ".repeat(128)));
        refused("label nice: is none of negative, neutral, positive", "model",
                e -> e.explain(TextInput.of("good"), Ask.USUAL.withLabel("nice"), new Saliency()));
        refused("at 3: no word there", "tagger", e -> e.explain(TextInput.of("the food"), Ask.USUAL.withAt(3), new Saliency()));
        refused("explain: the model finds answers: a question and a context are needed", "answers", e -> e.explain("good"));
        refused("context: empty: there is nothing to find an answer in", "answers",
                e -> e.explain(TextInput.of("good", " "), Ask.USUAL, new Saliency()));
        refused("explain: the model labels the words of one text: a pair was given", "tagger",
                e -> e.explain(TextInput.of("good", "bad"), Ask.USUAL, new Saliency()));
    }

    @Test
    void htmlEscapesTextsAndJsonHasPlaces() throws IOException {
        Explanation explanation = with("model", e -> e.explain("<b>good & \"bad\"</b>"));
        String html = ExplanationHtml.page(List.of(explanation, explanation));
        assertTrue(html.contains("&lt;</span>") && html.contains("&amp;") && html.contains("&quot;"), html);
        assertFalse(html.contains("<b>") || html.contains("<script"), html);
        assertEquals(2, html.split("<section>").length - 1);
        String json = new String(JsonWriter.object(JsonLayout.LINE, out -> ExplanationJson.write(explanation, true, out)), StandardCharsets.UTF_8);
        assertTrue(json.contains("{\"part\":0,\"text\":\"good\",\"start\":3,\"end\":7,\"score\":"), json);
        String bare = new String(JsonWriter.object(JsonLayout.LINE, out -> ExplanationJson.write(explanation, false, out)), StandardCharsets.UTF_8);
        assertFalse(bare.contains("good"), bare);
    }

    @Test
    void theSentenceNamesTheWordsThatCountMost() {
        var words = List.of(new Word(0, "cold", 0, 4, 1, 2), new Word(0, "soup", 5, 9, 2, 3), new Word(0, "nice", 10, 14, 3, 4));
        Attribution scores = Attribution.ofWords(new double[] {2, 0.25, -1}, 0, 1.25);
        TextInput input = TextInput.of("cold soup nice");
        assertEquals("The model says negative (0.98) mostly because of 'cold' (+2.000), 'soup' (+0.250); against it 'nice' (-1.000).",
                new Explanation(input, "negative", 0.98, "negative", 0.98, "", new Occlusion(), words, scores).sentence());
        assertEquals("The model says negative (0.98); for positive (0.02) speaks mostly 'cold' (+2.000), 'soup' (+0.250); against it 'nice' (-1.000).",
                new Explanation(input, "negative", 0.98, "positive", 0.02, "", new Occlusion(), words, scores).sentence());
        assertEquals("The model says O (0.70) of 'soup', depending mostly on 'cold' (+2.000), 'soup' (+0.250).",
                new Explanation(input, "O", 0.7, "O", 0.7, "soup", new Saliency(), words,
                        Attribution.ofWords(new double[] {2, 0.25, 0}, 0, 1)).sentence());
        assertEquals("The model says O (0.70), for which no word speaks.",
                new Explanation(input, "O", 0.7, "O", 0.7, "", new Occlusion(), words,
                        Attribution.ofWords(new double[] {0, 0, 0}, 0, 1)).sentence());
    }
}
