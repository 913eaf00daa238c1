package dev.lathe.bench.inference;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.lathe.Device;
import dev.lathe.bench.peers.BenchmarkOptions;
import dev.lathe.bench.peers.Comparison;
import dev.lathe.bench.peers.ComparisonFile;
import dev.lathe.bench.peers.Entrant;
import dev.lathe.bench.peers.ReviewSentences;
import dev.lathe.bench.peers.Turns;
import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.predict.TextEmbedder;
import dev.lathe.cli.load.Load;
import dev.lathe.cli.load.LoadConnection;
import dev.lathe.cli.load.LoadPlan;
import dev.lathe.cli.load.LoadReport;
import dev.lathe.serve.LatheServer;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.jetty.JettyHost;
import dev.lathe.serve.jetty.Rehearsal;
import dev.lathe.serve.model.ServedBases;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;

/// Vectors over HTTP on loopback, real texts of mixed length, one a request, many connections; generator and server share the cores. Beside
/// Lathe's server stands ONNX Runtime behind the same HTTP code, a text a run and in padded batches of what waits, and Lathe's library without
/// HTTP. Then the times of answers at 80 % of what the server can do, for clients that come when they like, beside those of the library without HTTP
/// for the same arrivals: each caller by itself (`embed`) and packed (`submit`).
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `model` | the model's directory, as `lathe fetch` leaves it | none: must be given |
/// | `reviews` | the demo's `train.jsonl` | none: must be given |
/// | `connections` | at a time | 64 |
/// | `requests` | of a turn | 1000 |
/// | `rounds` | turns that count | 7 |
/// | `seconds` | of each load at 80 % | 20 |
/// | `warm-up` | seconds of each contender before | 20 |
/// | `workers` | batches of the server at one time, at most | 2 |
/// | `output` | result file of the turns | none: prints only |
public final class ServingBenchmark {

    private static final String ABOUT = "all-MiniLM-L6-v2 over HTTP on loopback, 1 to 4 review sentences a request, generator and server on the"
            + " same cores. lathe: lathe serve's handlers. onnxruntime: the same host and JSON, a text a run. onnxruntime batched: all texts that"
            + " wait, up to 32, padded. library: TextEmbedder.embedAll of the same texts in one call. Compared first: cosines, at least 0.999.";

    private static final Set<String> OPTIONS = Set.of("model", "reviews", "connections", "requests", "rounds", "seconds", "warm-up",
            "workers", "output");
    private static final double SHARE = 0.8;
    private static final double LEAST_COSINE = 0.999;
    private static final int PADDED = 32;
    private static final long SEED = 1;
    private static final int OK = 200;

    private final List<String> texts;
    private final int connections;

    private ServingBenchmark(List<String> texts, int connections) {
        this.texts = texts;
        this.connections = connections;
    }

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException if a file cannot be read or written
    /// @throws OrtException if ONNX Runtime cannot load the model
    /// @throws InterruptedException if it is to be given up
    public static void main(String... arguments) throws IOException, OrtException, InterruptedException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        List<String> sentences = ReviewSentences.read(options.requiredPath("reviews")).stream().map(review -> review.text()).toList();
        List<String> texts = mixed(sentences, options.number("requests", 1000));
        new ServingBenchmark(texts, options.number("connections", 64)).run(options);
    }

    private void run(BenchmarkOptions options) throws IOException, OrtException, InterruptedException {
        Path model = options.requiredPath("model");
        var export = ExportedMiniLm.in(Files.createTempDirectory("serving-benchmark"));
        int threads = Runtime.getRuntime().availableProcessors();
        try (var device = Device.cpu();
                var bases = new ServedBases(device, CallOptions.USUAL.withWorkers(1, options.number("workers", 2)).withSaid(IO::println));
                var server = LatheServer.start(new ServedModels(List.of(ServedModel.open("vectors", ModelDirectory.open(model), bases))),
                        ServeOptions.USUAL.withPort(0), "bench", mistake -> IO.println("mistake: " + mistake));
                var embedder = TextEmbedder.load(model, device);
                var alone = new OnnxHandler(new OnnxTexts(export.onnx(), export.tokenizer(), threads), 1);
                var batched = new OnnxHandler(new OnnxTexts(export.onnx(), export.tokenizer(), threads), PADDED);
                var aloneHost = host(alone);
                var batchedHost = host(batched)) {
            URI ours = embed(server.port());
            URI onnx = embed(aloneHost.port());
            URI padded = embed(batchedHost.port());
            requireEqual(ours, onnx);
            requireEqual(ours, padded);
            Comparison comparison = new Turns(options.number("rounds", 7), threads).run(texts.size() + " texts, " + connections + " connections", List.of(
                    entrant("lathe", ours), entrant("onnxruntime", onnx), entrant("onnxruntime batched", padded),
                    Entrant.of("library", () -> embedder.embedAll(texts))), options.number("warm-up", 20), 0);
            IO.print(comparison.text());
            latencies(ours, embedder, SHARE * texts.size() / comparison.seconds(0).median(), options.number("seconds", 20));
            Optional<Path> output = options.path("output");
            if (output.isPresent()) {
                ComparisonFile.write(output.get(), ABOUT, List.of(comparison));
            }
        }
    }

    /// 1 to 4 sentences in a text, in turn.
    private static List<String> mixed(List<String> sentences, int count) {
        return IntStream.range(0, count).mapToObj(i -> String.join(" ", IntStream.rangeClosed(0, i % 4)
                .mapToObj(more -> sentences.get((i * 7 + more) % sentences.size())).toList())).toList();
    }

    private static JettyHost host(OnnxHandler handler) throws IOException {
        return JettyHost.start(handler, new Rehearsal(handler, List.of()), "localhost", 0, Optional.empty(), Duration.ofSeconds(1));
    }

    private static URI embed(int port) {
        return URI.create("http://localhost:" + port + "/embed");
    }

    private static byte[] body(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("inputs", text);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    private Entrant entrant(String name, URI uri) {
        List<byte[]> bodies = texts.stream().map(ServingBenchmark::body).toList();
        return new Entrant(name, () -> {
            LoadReport report = load(uri, bodies, new LoadPlan(connections, OptionalDouble.empty(), bodies.size(), Duration.ofHours(1), 0));
            if (!report.failures().isEmpty()) {
                throw new IllegalStateException("%s: failures %s".formatted(name, report.failures()));
            }
            return report.nanos() * 1e-9;
        });
    }

    private static LoadReport load(URI uri, List<byte[]> bodies, LoadPlan plan) {
        try {
            return Load.run(uri, Optional.empty(), bodies, plan);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void latencies(URI ours, TextEmbedder embedder, double rate, int seconds) throws InterruptedException {
        Arrivals arrivals = Arrivals.poisson(rate, seconds, SEED);
        IO.println(String.format(Locale.ROOT, "%.0f a second in the mean, at moments of their own, %d s each:", rate, seconds));
        List<byte[]> bodies = texts.stream().map(ServingBenchmark::body).toList();
        var idle = new ConcurrentLinkedDeque<LoadConnection>();
        IO.print(arrivals.times(i -> embedder.embed(text(i))).text("library, embed"));
        IO.print(arrivals.times(i -> embedder.submit(text(i)).join()).text("library, submit"));
        IO.print(arrivals.times(i -> ask(ours, idle, bodies.get(i % bodies.size()))).text("lathe serve"));
        idle.forEach(LoadConnection::close);
    }

    private String text(int number) {
        return texts.get(number % texts.size());
    }

    private static HttpRequest request(URI uri, String text) {
        return HttpRequest.newBuilder(uri).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(body(text))).build();
    }

    /// On a connection that nobody uses, or a new one: clients that come when they like do not wait for each other's connections.
    private static void ask(URI uri, Deque<LoadConnection> idle, byte[] body) {
        LoadConnection last = idle.pollFirst();
        LoadConnection connection = last == null ? LoadConnection.to(uri, Optional.empty()) : last;
        try {
            int status = connection.ask(body).status();
            if (status != OK) {
                throw new IllegalStateException("status " + status);
            }
            idle.addFirst(connection);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void requireEqual(URI ours, URI theirs) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            for (String text : texts.subList(0, 8)) {
                float[] a = vector(client, ours, text);
                float[] b = vector(client, theirs, text);
                double cosine = IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
                if (!(cosine >= LEAST_COSINE)) {
                    throw new ArithmeticException("'%s': cosine %s: not the same work".formatted(text, cosine));
                }
            }
        }
    }

    private static float[] vector(HttpClient client, URI uri, String text) throws IOException, InterruptedException {
        String answer = client.send(request(uri, text), HttpResponse.BodyHandlers.ofString()).body();
        var values = new ArrayList<Float>();
        try (var json = new JsonFactory().createParser(answer)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isNumeric()) {
                    values.add(json.getFloatValue());
                }
            }
        }
        var vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i);
        }
        return vector;
    }
}
