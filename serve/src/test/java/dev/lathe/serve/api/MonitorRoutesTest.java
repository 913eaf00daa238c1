package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.serve.Json;
import dev.lathe.serve.TinyModels;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.watch.AlertRule;
import dev.lathe.serve.watch.Watching;
import dev.lathe.watch.drift.Observation;
import dev.lathe.watch.drift.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MonitorRoutesTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private static Response predict(Service service, Map<String, String> more) {
        var headers = new LinkedHashMap<>(Served.JSON);
        headers.putAll(more);
        return service.answer(Request.of("POST", "/predict", headers,
                "{\"model\":\"label\",\"inputs\":\"the soup was cold\"}".getBytes(StandardCharsets.UTF_8)));
    }

    private static String get(Service service, String path) {
        return service.answer(Request.of("GET", path, Served.JSON, new byte[0])).content().text();
    }

    @Test
    void sharesDriftAndAlertsAreToldWithoutTexts() throws IOException, InterruptedException {
        var then = new Observation(40, 0.5, "good", 0.9, List.of(0.1, 0.9));
        var references = Map.of("label", new Reference("dev", 60, 64, Collections.nCopies(60, then)));
        var rules = List.of(new AlertRule("drifted", AlertRule.Metric.DRIFT, Optional.of("label"), Optional.empty(), true, 0.99,
                Duration.ofMinutes(5), Duration.ZERO, "page"));
        try (var device = Device.cpu(2);
                var service = new Service(TinyModels.open(directory, device), Limits.USUAL, Guard.OPEN,
                        Oversight.NONE.withWatching(new Watching(references, rules, Optional.empty(), Set.of(), said::add)),
                        new ServerFacts("1", 7), new ServeMeters(), _ -> { })) {
            for (int i = 0; i < 60; i++) {
                assertEquals(200, predict(service, Map.of()).status());
            }
            String line = said.poll(60, TimeUnit.SECONDS);
            assertTrue(line.startsWith("alert drifted firing: drift "), line);
            String answer = get(service, "/monitor");
            assertEquals("label", Json.at(answer, "models", 0, "id"));
            assertEquals(60, Json.at(answer, "models", 0, "texts"));
            assertEquals(1, ((Map<?, ?>) Json.at(answer, "models", 0, "shares")).size());
            assertTrue((double) Json.at(answer, "models", 0, "drift", "checks", "length.ks", "p_value") < 1e-6, answer);
            assertEquals(true, Json.at(answer, "alerts", 0, "firing"));
            assertEquals("multi", Json.at(answer, "models", 1, "id"));
            assertFalse(answer.contains("soup"), answer);
            assertTrue(get(service, "/metrics").contains("lathe_alert_firing{rule=\"drifted\"} 1"), get(service, "/metrics"));
        }
    }

    @Test
    void vectorsDriftToo() throws IOException {
        Observation then = Observation.ofVector(40, 0.5, new float[] {1, 2, 3});
        var references = Map.of("embed", new Reference("dev", 60, 64, Collections.nCopies(60, then)));
        try (var device = Device.cpu(2);
                var service = new Service(TinyModels.open(directory, device), Limits.USUAL, Guard.OPEN,
                        Oversight.NONE.withWatching(new Watching(references, List.of(), Optional.empty(), Set.of(), said::add)),
                        new ServerFacts("1", 7), new ServeMeters(), _ -> { })) {
            for (int i = 0; i < 60; i++) {
                assertEquals(200, service.answer(Request.of("POST", "/embed", Served.JSON,
                        "{\"inputs\":[\"the soup was cold\"]}".getBytes(StandardCharsets.UTF_8))).status());
            }
            String answer = get(service, "/monitor");
            assertEquals("embed", Json.at(answer, "models", 0, "id"));
            assertEquals(60, Json.at(answer, "models", 0, "drift", "texts"));
            assertTrue((double) Json.at(answer, "models", 0, "drift", "checks", "vector.mean", "p_value") < 0.01, answer);
            assertFalse(answer.contains("label.chi2") || answer.contains("soup"), answer);
        }
    }

    @Test
    void aTraceGoesOnAndIsGivenBack() throws IOException {
        try (var served = new Served(directory)) {
            Response answer = predict(served.service, Map.of("traceparent", PARENT, "tracestate", "vendor=1"));
            String given = answer.headers().get("traceparent");
            assertTrue(given.matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01"), given);
            assertFalse(given.equals(PARENT), "a part of its own");
            assertEquals("vendor=1", answer.headers().get("tracestate"));
            for (String broken : List.of("", "00-0", PARENT.replace("4bf92f3577b34da6a3ce929d0e0e4736", "0".repeat(32)), PARENT.toUpperCase(Locale.ROOT),
                    "ff" + PARENT.substring(2), PARENT + "-more", PARENT.replace("00f067aa0ba902b7", "0".repeat(16)))) {
                assertFalse(predict(served.service, Map.of("traceparent", broken, "tracestate", "vendor=1")).headers().containsKey("traceparent"), broken);
            }
            assertTrue(predict(served.service, Map.of("traceparent", "01" + PARENT.substring(2) + "-more")).headers().containsKey("traceparent"),
                    "later versions may have more");
        }
    }

    @Test
    void aRequestIsAnEventOfTheFlightRecorder() throws IOException, InterruptedException {
        var events = new LinkedBlockingQueue<RecordedEvent>();
        try (var served = new Served(directory); var recording = new RecordingStream()) {
            recording.enable("dev.lathe.Request");
            recording.onEvent("dev.lathe.Request", events::add);
            recording.startAsync();
            predict(served.service, Map.of("traceparent", PARENT));
            recording.stop();
            RecordedEvent event = events.poll(60, TimeUnit.SECONDS);
            assertEquals("/predict", event.getString("route"));
            assertEquals(200, event.getInt("status"));
            assertEquals(1, event.getInt("inputs"));
            assertEquals(6, event.getLong("tokens"));
            assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", event.getString("trace"));
            assertTrue(event.getDuration().toNanos() >= event.getDuration("inference").toNanos(), event::toString);
        }
    }
}
