package dev.lathe.serve.api.body;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.model.EmbeddingModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/// How vectors are wanted.
///
/// @param dimensions how many numbers of each, from the first on
/// @param scaled whether each is scaled to length 1 here: the model has not done it, or numbers were left out
public record Vectors(int dimensions, boolean scaled) {
    /// @param normalize whether vectors are to have length 1
    /// @throws HttpProblem if the model cannot give them like that
    public static Vectors of(Fields fields, EmbeddingModel model, boolean normalize) {
        if (model.normalizes() && !normalize) {
            throw HttpProblem.invalid("normalize: the model's own last step is to scale its vectors to length 1");
        }
        int dimensions = fields.number("dimensions", 1).orElse(model.features());
        if (dimensions > model.features()) {
            throw HttpProblem.invalid("dimensions: %d; the model has %d".formatted(dimensions, model.features()));
        }
        return new Vectors(dimensions, normalize && (!model.normalizes() || dimensions < model.features()));
    }

    /// The vector as it is wanted; itself where nothing is to be done.
    public float[] of(float[] vector) {
        float[] first = dimensions < vector.length ? Arrays.copyOf(vector, dimensions) : vector;
        return scaled ? scaled(first) : first;
    }

    private static float[] scaled(float[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        var scaled = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            scaled[i] = length == 0 ? 0 : (float) (vector[i] / length);
        }
        return scaled;
    }

    /// Summed in double, in order.
    public static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /// The cosine of the angle between two vectors; 0 where one has no length.
    public static double cosine(float[] a, float[] b) {
        double lengths = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
        return lengths == 0 ? 0 : dot(a, b) / lengths;
    }

    /// A list of numbers.
    public static void write(JsonGenerator json, float[] vector) throws IOException {
        json.writeStartArray();
        for (float value : vector) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    /// Little-endian floats, as OpenAI's clients read them.
    public static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
