package dev.lathe.bench.inference;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What `lathe embed` does, with ONNX Runtime and the native tokenizer: a vector for each line of a file, as JSON.
///
/// Batches of 32 lines, padded to the longest; as they come, or all lines sorted by their number of tokens before.
public final class OnnxFileEmbedding {

    private static final int BATCH = 32;

    private OnnxFileEmbedding() {}

    /// Runs it.
    ///
    /// @param arguments the model, its `tokenizer.json`, text file, result, `sorted` or `unsorted`
    /// @throws IOException if a file cannot be read or written
    /// @throws OrtException if ONNX Runtime cannot load or run the model
    public static void main(String... arguments) throws IOException, OrtException {
        List<String> lines = Files.readAllLines(Path.of(arguments[2]));
        int threads = Runtime.getRuntime().availableProcessors();
        try (var texts = new OnnxTexts(Path.of(arguments[0]), Path.of(arguments[1]), threads)) {
            float[][] vectors = switch (arguments[4]) {
                case "unsorted" -> unsorted(texts, lines);
                case "sorted" -> sorted(texts, lines);
                default -> throw new IllegalArgumentException(arguments[4] + ": neither sorted nor unsorted");
            };
            write(Path.of(arguments[3]), vectors);
        }
    }

    private static float[][] unsorted(OnnxTexts texts, List<String> lines) throws OrtException {
        var vectors = new float[lines.size()][];
        for (int from = 0; from < lines.size(); from += BATCH) {
            List<String> batch = lines.subList(from, Math.min(lines.size(), from + BATCH));
            float[][] means = texts.means(texts.ids(batch));
            System.arraycopy(means, 0, vectors, from, means.length);
        }
        return vectors;
    }

    private static float[][] sorted(OnnxTexts texts, List<String> lines) throws OrtException {
        List<int[]> ids = texts.ids(lines);
        List<Integer> order = IntStream.range(0, ids.size()).boxed()
                .sorted(Comparator.comparingInt(line -> ids.get(line).length)).toList();
        var vectors = new float[lines.size()][];
        for (int from = 0; from < order.size(); from += BATCH) {
            List<Integer> batch = order.subList(from, Math.min(order.size(), from + BATCH));
            float[][] means = texts.means(batch.stream().map(ids::get).toList());
            for (int i = 0; i < means.length; i++) {
                vectors[batch.get(i)] = means[i];
            }
        }
        return vectors;
    }

    private static void write(Path file, float[][] vectors) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file)).setRootValueSeparator(null)) {
            for (float[] vector : vectors) {
                json.writeStartObject();
                json.writeArrayFieldStart("embedding");
                for (float value : vector) {
                    json.writeNumber(value);
                }
                json.writeEndArray();
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }
}
