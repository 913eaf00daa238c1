package dev.lathe.bench.inference;

import dev.lathe.Device;
import dev.lathe.bench.peers.BenchmarkOptions;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.serve.LatheServer;
import dev.lathe.serve.ServeOptions;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the first client of a server waits for, in a process that has just begun: a model's weights are read; then it is ready after some time; then it is
/// asked one request after another through a plain socket, whose side of it has no classes to load.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `model` | the model's directory, as `lathe fetch` leaves it | none: must be given |
/// | `requests` | that follow the first | 100 |
public final class FirstRequestBenchmark {
    private static final Set<String> OPTIONS = Set.of("model", "requests");
    private static final String BODY = "{\"inputs\":\"The soup was cold, and the waiter did not come back for half an hour.\"}";
    private static final byte[] REQUEST = "POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(BODY.length(), BODY).getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "\r\ncontent-length: ";
    private static final String END = "\r\n\r\n";

    private FirstRequestBenchmark() {}

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException if the model cannot be read
    public static void main(String... arguments) throws IOException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        var millis = new double[options.number("requests", 100)];
        try (var device = Device.cpu()) {
            long begun = System.nanoTime();
            ServedModel model = ServedModel.open("vectors", ModelDirectory.open(options.requiredPath("model")), device);
            long read = System.nanoTime();
            try (var server = LatheServer.start(new ServedModels(List.of(model)), ServeOptions.USUAL.withPort(0), "bench",
                            mistake -> IO.println("mistake: " + mistake));
                    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                long ready = System.nanoTime();
                double first = asked(socket);
                for (int i = 0; i < millis.length; i++) {
                    millis[i] = asked(socket);
                }
                Arrays.sort(millis);
                double median = millis[millis.length / 2];
                IO.println(String.format(Locale.ROOT,
                        "weights read in %.2f s; ready %.2f s later; first request %.1f ms, median of the next %d %.1f ms, slowest %.1f ms: %.1f times the median",
                        (read - begun) * 1e-9, (ready - read) * 1e-9, first, millis.length, median, millis[millis.length - 1], first / median));
            }
        }
    }

    /// Milliseconds from a request to the end of its answer.
    private static double asked(Socket socket) throws IOException {
        long start = System.nanoTime();
        socket.getOutputStream().write(REQUEST);
        var answer = new StringBuilder();
        var chunk = new byte[1 << 16];
        int size = Integer.MAX_VALUE;
        while (answer.length() < size) {
            int read = socket.getInputStream().read(chunk);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            answer.append(new String(chunk, 0, read, StandardCharsets.ISO_8859_1));
            int head = answer.indexOf(END);
            if (head >= 0 && size == Integer.MAX_VALUE) {
                size = head + END.length() + length(answer.substring(0, head + 2).toLowerCase(Locale.ROOT));
            }
        }
        if (!answer.toString().startsWith("HTTP/1.1 200 ")) {
            throw new IOException(answer.toString());
        }
        return (System.nanoTime() - start) * 1e-6;
    }

    private static int length(String head) {
        int from = head.indexOf(LENGTH) + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)));
    }
}
