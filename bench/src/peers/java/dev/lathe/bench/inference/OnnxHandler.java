package dev.lathe.bench.inference;

import ai.onnxruntime.OrtException;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.Handler;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// Vectors of single texts by ONNX Runtime, asked and answered as `/embed` is, for the server that Lathe's models have.
///
/// One thread runs the session: it takes all texts that wait, up to a number, and pads them to the longest, as servers of padded batches do.
final class OnnxHandler implements Handler, AutoCloseable {

    private static final Waiting END = new Waiting("", new CompletableFuture<>());

    private final OnnxTexts texts;
    private final int most;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread worker;

    private record Waiting(String text, CompletableFuture<float[]> vector) {}

    /// @param texts closed with this
    /// @param most texts of a batch
    OnnxHandler(OnnxTexts texts, int most) {
        this.texts = texts;
        this.most = most;
        worker = Thread.ofPlatform().name("onnx-batches-of-" + most).start(this::work);
    }

    @Override
    public Response answer(Request request) {
        var waiting = new Waiting(Fields.of(request.body().read(1 << 20, _ -> {})).requiredText("inputs"), new CompletableFuture<>());
        queue.add(waiting);
        float[] vector = waiting.vector.join();
        return Response.ok(Content.json(json -> {
            json.writeStartArray();
            json.writeStartArray();
            for (float value : vector) {
                json.writeNumber(value);
            }
            json.writeEndArray();
            json.writeEndArray();
        }));
    }

    private void work() {
        try {
            while (true) {
                List<Waiting> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch, most - 1);
                boolean ends = batch.remove(END);
                if (!batch.isEmpty()) {
                    answer(batch);
                }
                if (ends) {
                    return;
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(List<Waiting> batch) {
        try {
            float[][] means = texts.means(texts.ids(batch.stream().map(Waiting::text).toList()));
            for (int i = 0; i < means.length; i++) {
                batch.get(i).vector.complete(scaled(means[i]));
            }
        } catch (OrtException failed) {
            batch.forEach(waiting -> waiting.vector.completeExceptionally(failed));
        }
    }

    /// To length 1, as the model's directory says.
    private static float[] scaled(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        double length = Math.sqrt(sum);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    @Override
    public void close() throws OrtException {
        queue.add(END);
        try {
            worker.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        texts.close();
    }
}
