package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.key.ApiKeys;
import dev.lathe.serve.key.KeyHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    private static final String SITE = "https://example.org";

    private static Response ask(Served served, String method, String path, String... headers) {
        var all = new HashMap<>(Served.JSON);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return served.service.answer(Request.of(method, path, all, "{\"inputs\":\"a\"}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void withKeysAllThatIsNotOpenIsDenied(@TempDir Path directory) throws IOException {
        String key = KeyHash.newKey();
        Path file = Files.writeString(directory.resolve("keys.txt"), KeyHash.line("ann", key) + " 2\n");
        try (var served = new Served(directory, Limits.USUAL, Served.keys(ApiKeys.read(file)))) {
            for (String path : List.of("/embed", "/metrics", "/info", "/v1/models", "/openapi.json", "/nothing")) {
                Response denied = ask(served, path.equals("/embed") ? "POST" : "GET", path);
                assertEquals(401, denied.status(), path);
                assertEquals("Bearer", denied.headers().get("WWW-Authenticate"));
            }
            for (String path : List.of("/health", "/ping", "/v2/health/live", "/v2/health/ready", "/", "/page.js", "/page.css")) {
                assertEquals(200, ask(served, "GET", path).status(), path);
            }
            assertEquals(401, ask(served, "POST", "/embed", "Authorization", "Bearer " + key + "x").status());
            assertEquals(401, ask(served, "POST", "/embed", "Authorization", "Basic " + key).status());
            assertEquals(200, ask(served, "POST", "/embed", "authorization", "bearer " + key).status());
            assertEquals(200, ask(served, "GET", "/info", "X-Api-Key", key).status());
            Response enough = ask(served, "POST", "/embed", "Authorization", "Bearer " + key);
            assertEquals(429, enough.status());
            assertEquals("30", enough.headers().get("Retry-After"));
        }
    }

    @Test
    void otherSitesMayNotAskUnlessNamed(@TempDir Path directory) throws IOException {
        try (var served = new Served(directory)) {
            assertEquals(405, ask(served, "OPTIONS", "/embed", "Origin", SITE).status());
            Response answer = ask(served, "POST", "/embed", "Origin", SITE);
            assertNull(answer.headers().get("Access-Control-Allow-Origin"));
        }
        try (var served = new Served(directory, Limits.USUAL, new Guard(Optional.empty(), Optional.of(SITE), true))) {
            Response leave = ask(served, "OPTIONS", "/embed", "Origin", SITE);
            assertEquals(204, leave.status());
            assertEquals(SITE, leave.headers().get("Access-Control-Allow-Origin"));
            assertEquals(SITE, ask(served, "POST", "/embed", "Origin", SITE).headers().get("Access-Control-Allow-Origin"));
            assertEquals(405, ask(served, "OPTIONS", "/embed", "Origin", "https://evil.example").status());
            assertNull(ask(served, "POST", "/embed", "Origin", "https://evil.example").headers().get("Access-Control-Allow-Origin"));
        }
    }

    @Test
    void aServerForItsMachineIsReachedByNoOtherName(@TempDir Path directory) throws IOException {
        try (var served = new Served(directory)) {
            assertEquals(403, ask(served, "POST", "/embed", "Host", "evil.example").status());
            assertEquals(403, ask(served, "POST", "/embed", "Host", "localhost.evil.example").status());
            for (String host : List.of("localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:1")) {
                assertEquals(200, ask(served, "POST", "/embed", "Host", host).status(), host);
            }
        }
        try (var served = new Served(directory, Limits.USUAL, new Guard(Optional.empty(), Optional.empty(), false))) {
            assertEquals(200, ask(served, "POST", "/embed", "Host", "models.example").status());
        }
    }

    @Test
    void aStoppingServerTurnsRequestsAway(@TempDir Path directory) throws IOException {
        try (var served = new Served(directory)) {
            served.service.stop();
            Response late = served.post("/embed", "{\"inputs\":\"a\"}");
            assertEquals(503, late.status());
            assertEquals("1", late.headers().get("Retry-After"));
            assertEquals(503, served.get("/health").status());
            assertEquals(200, served.get("/v2/health/live").status());
        }
    }
}
