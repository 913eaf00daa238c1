package dev.lathe.bert.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lathe.Device;
import dev.lathe.bert.directory.Pooling;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.tokenizer.Encoding;
import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real models, real sizes: what we compute against what ONNX Runtime computes from the same weights.
class OnnxRuntimeEqualityTest {
    private static final double TOLERANCE = 1e-5;
    /// Lengths in tokens, special ones included; 3 is one word.
    private static final int[] LENGTHS = {3, 4, 127, 128, 129, 512};

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"all-MiniLM-L6-v2", "bge-small-en-v1.5", "e5-small-v2", "bge-small-zh-v1.5"})
    void embeddingsOfTwoHundredTextsEqualThoseOfOnnxRuntime(String name) throws IOException, OrtException {
        KnownModel known = KnownModels.named(name).orElseThrow();
        Path model = directory.resolve(name);
        KnownModelImport.run(known, ModelJar.of(known), model);
        WordPieceTokenizer tokenizer = WordPieceTokenizer.load(model);
        List<String> texts = texts(tokenizer);
        var options = TextEmbedder.Options.of(model);
        try (Device device = Device.cpu(2);
                var embedder = TextEmbedder.load(model, options, device);
                var reference = new Reference(known, directory.resolve("export.onnx"))) {
            List<float[]> together = embedder.embedAll(texts);
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                Encoding encoding = tokenizer.encode(text, options.maxLength());
                double[] wanted = pooled(reference.hiddenStates(encoding), options.pooling());
                float[] ours = together.get(i);
                assertEquals(wanted.length, ours.length);
                for (int j = 0; j < wanted.length; j++) {
                    assertEquals(wanted[j], ours[j], TOLERANCE, "feature " + j + " of '" + text + "'");
                }
                if (i % 5 == 0) {
                    assertArrayEquals(ours, embedder.embed(text), "alone and among others: '" + text + "'");
                }
            }
        }
    }

    /// Words of the vocabulary at the lengths that matter, and texts as people write them.
    private static List<String> texts(WordPieceTokenizer tokenizer) {
        var random = new Random(7);
        List<String> words = tokenizer.vocabulary().tokens().stream()
                .filter(t -> !t.startsWith("##") && !t.startsWith("[")).toList();
        var texts = new ArrayList<>(List.of(
                "", "a", "Hello", "The soup was cold.", "Don't panic!!! (really)", "naïve café, Ångström, İstanbul",
                "東京は日本の首都です。", "我爱自然语言处理", "한국어 문장입니다", "Привет, мир", "مرحبا بالعالم", "नमस्ते दुनिया",
                "👩‍👩‍👧 family 🏳️‍🌈", "e = m c² ≈ 9·10¹⁶", "[MASK] in the [SEP] middle", "tab\tand\nnewline", "x".repeat(150),
                "COVID-19 mRNA-1273 (100 µg) b.i.d.", "https://example.org/a?b=c&d=e#f", "  leading and trailing  "));
        for (int length : LENGTHS) {
            texts.add(ofLength(length, words, tokenizer, random));
        }
        texts.add(ofLength(700, words, tokenizer, random));
        while (texts.size() < 200) {
            texts.add(ofLength(3 + random.nextInt(40), words, tokenizer, random));
        }
        return texts;
    }

    /// Adds words until the text has the length, dropping those that overshoot.
    private static String ofLength(int tokens, List<String> words, WordPieceTokenizer tokenizer, Random random) {
        String text = "";
        while (tokenizer.encode(text).size() < tokens) {
            String longer = text + (text.isEmpty() ? "" : " ") + words.get(random.nextInt(words.size()));
            if (tokenizer.encode(longer).size() <= tokens) {
                text = longer;
            }
        }
        return text;
    }

    private static double[] pooled(float[][] states, Pooling pooling) {
        var vector = new double[states[0].length];
        switch (pooling) {
            case CLS -> {
                for (int j = 0; j < vector.length; j++) {
                    vector[j] = states[0][j];
                }
            }
            case MEAN -> {
                for (float[] state : states) {
                    for (int j = 0; j < vector.length; j++) {
                        vector[j] += state[j] / (double) states.length;
                    }
                }
            }
            case MAX -> throw new IllegalArgumentException("no known model pools so");
        }
        double square = 0;
        for (double v : vector) {
            square += v * v;
        }
        for (int j = 0; j < vector.length; j++) {
            vector[j] /= Math.sqrt(square);
        }
        assertTrue(square > 0);
        return vector;
    }

    private static final class Reference implements AutoCloseable {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;

        Reference(KnownModel model, Path export) throws IOException, OrtException {
            switch (model.packing()) {
                case ArtifactForm.Onnx onnx -> onnx.weights().unpack(ModelJar.of(model), export);
                case ArtifactForm.SavedModel saved -> throw new IOException(saved.archive().entry() + ": no ONNX file");
            }
            var options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(2);
            session = environment.createSession(export.toString(), options);
        }

        float[][] hiddenStates(Encoding encoding) throws OrtException {
            var mask = new int[encoding.size()];
            Arrays.fill(mask, 1);
            try (var ids = tensor(encoding.ids());
                    var attention = tensor(mask);
                    var types = tensor(encoding.typeIds());
                    var result = session.run(
                            Map.of("input_ids", ids, "attention_mask", attention, "token_type_ids", types))) {
                return ((float[][][]) result.get(0).getValue())[0];
            }
        }

        private OnnxTensor tensor(int[] values) throws OrtException {
            var row = new long[1][values.length];
            for (int i = 0; i < values.length; i++) {
                row[0][i] = values[i];
            }
            return OnnxTensor.createTensor(environment, row);
        }

        @Override
        public void close() throws OrtException {
            session.close();
        }
    }
}
