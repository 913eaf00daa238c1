package dev.lathe.train.task.embedding;

import dev.lathe.bert.predict.ResultJson;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The vector of each text; of a pair how alike both texts are, the cosine.
record VectorPredictor(TextEmbedder embedder) implements Predictor {
    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        given.texts(chunk -> write(chunk, results));
    }

    private void write(List<TextInput> inputs, Results results) throws IOException {
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
                results.add(json -> ResultJson.similarity(cosine, json));
            } else {
                results.add(json -> ResultJson.vector(vector, json));
            }
        }
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
