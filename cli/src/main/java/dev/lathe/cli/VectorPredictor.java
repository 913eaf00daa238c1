package dev.lathe.cli;

import dev.lathe.bert.TextEmbedder;
import dev.lathe.bert.TextInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The vector of each text, `{"embedding":[]}`; of a pair how alike both texts are, the cosine, `{"similarity"}`.
record VectorPredictor(TextEmbedder embedder) implements Predictor {
    @Override
    public void predict(PredictArguments given, JsonLines results) throws IOException {
        given.texts(chunk -> write(chunk, results));
    }

    private void write(List<TextInput> inputs, JsonLines results) throws IOException {
        var texts = new ArrayList<String>();
        for (TextInput input : inputs) {
            texts.add(input.text());
            input.pair().ifPresent(texts::add);
        }
        var vectors = embedder.embedAll(texts).iterator();
        for (TextInput input : inputs) {
            float[] vector = vectors.next();
            if (input.pair().isPresent()) {
                double cosine = cosine(vector, vectors.next());
                results.add(json -> json.writeNumberField("similarity", (float) cosine));
            } else {
                writeVector(vector, results);
            }
        }
    }

    /// Writes `{"embedding":[]}`.
    static void writeVector(float[] vector, JsonLines results) throws IOException {
        results.add(json -> {
            json.writeArrayFieldStart("embedding");
            for (float value : vector) {
                json.writeNumber(value);
            }
            json.writeEndArray();
        });
    }

    /// 0 where a vector has no direction.
    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squareA += (double) a[i] * a[i];
            squareB += (double) b[i] * b[i];
        }
        double lengths = Math.sqrt(squareA) * Math.sqrt(squareB);
        return lengths == 0 ? 0 : product / lengths;
    }

    @Override
    public void close() {
        embedder.close();
    }
}
