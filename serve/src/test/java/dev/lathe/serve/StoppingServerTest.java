package dev.lathe.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppingServerTest {
    private static final int CLIENTS = 120;
    private static final byte[] REQUEST = ("POST /embed HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n"
            + "{\"inputs\":\"the food\"}").getBytes(StandardCharsets.US_ASCII);
    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    @TempDir
    private Path folder;

    /// Those that wait behind the port too, of which Jetty knows nothing yet: closing it would reset them.
    @Test
    void whatWasSentBeforeIsAnsweredIfOnlyWithItsStopping() throws IOException {
        var sockets = new ArrayList<Socket>();
        try (Device device = Device.cpu(2)) {
            var server = LatheServer.start(TinyModels.open(folder, device), ServeOptions.USUAL.withPort(0), "1", _ -> {});
            for (int i = 0; i < CLIENTS; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                sockets.add(socket);
                socket.getOutputStream().write(REQUEST);
            }
            var closing = CompletableFuture.runAsync(server::close);
            List<String> statuses = new ArrayList<>();
            for (Socket socket : sockets) {
                statuses.add(new String(socket.getInputStream().readNBytes(STATUS_AT + 3), StandardCharsets.US_ASCII).substring(STATUS_AT));
            }
            closing.join();
            assertEquals(CLIENTS, statuses.size());
            var others = new TreeSet<>(statuses);
            others.removeAll(Set.of("200", "503"));
            assertEquals(Set.of(), others);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /// A client that keeps its connection would else send its next request into one that closes.
    @Test
    void theLastAnswerOfAConnectionSaysSo() throws IOException {
        try (Device device = Device.cpu(2)) {
            var server = LatheServer.start(TinyModels.open(folder, device), ServeOptions.USUAL.withPort(0), "1", _ -> {});
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                socket.getOutputStream().write(REQUEST);
                assertFalse(answerHead(in).contains("connection: close"));
                var closing = CompletableFuture.runAsync(server::close);
                String head;
                do {
                    socket.getOutputStream().write(REQUEST);
                    head = answerHead(in);
                } while (!head.contains("connection: close"));
                assertEquals(-1, in.read());
                closing.join();
            }
        }
    }

    /// Of one answer, in lower case; its body is read too.
    private static String answerHead(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        String text = head.toString().toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(text);
        assertTrue(length.find(), text);
        in.skipNBytes(Integer.parseInt(length.group(1)));
        return text;
    }
}
