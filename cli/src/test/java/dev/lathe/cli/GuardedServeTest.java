package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.model.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Keys with roles, masks, TLS and the audit log, as a user starts them.
@Timeout(240)
class GuardedServeTest {
    private static final String END = System.lineSeparator();

    @TempDir
    private Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.inProcess(Map.of(), arguments);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private int post(String ready, String key, String body) throws IOException, InterruptedException {
        URI uri = URI.create(ready.substring(ready.indexOf("http"))).resolve("predict");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).header("Content-Type", "application/json").header("X-Api-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    private Process start(String model) throws IOException {
        return CommandRun.child("serve", "--model", model, "--port", "0", "--device", "cpu", "--api-keys", file("keys"), "--roles", file("roles"), "--mask",
                "requests,logs", "--audit-log", file("audit.log"), "--audit-required", "--audit-key", file("audit.key"), "--audit-retain", "30").start();
    }

    @Test
    void aLogOutlivesAKillAndShowsWhatWasChanged() throws IOException, InterruptedException {
        String model = TinyModel.classifier(folder.resolve("my-model"), "bad", "good").toString();
        Files.writeString(folder.resolve("roles"), "reader /predict my-model\n");
        Files.writeString(folder.resolve("audit.key"), "0f".repeat(32));
        String key = run("serve-key", "--name", "ann", "--api-keys", file("keys"), "--role", "reader").out().strip();
        for (boolean kill : new boolean[] {true, false}) {
            Process process = start(model);
            try (BufferedReader said = process.errorReader(StandardCharsets.UTF_8)) {
                String ready = said.readLine();
                assertTrue(ready.startsWith("lathe: serving my-model at http://localhost:"), ready);
                assertEquals(200, post(ready, key, "{\"inputs\":\"good\"}"));
                assertEquals(401, post(ready, "nobody", "{\"inputs\":\"good\"}"));
                if (kill) {
                    process.destroyForcibly().waitFor();
                    Files.writeString(folder.resolve("audit.log"), "{\"n\":4,", StandardOpenOption.APPEND);
                } else {
                    process.toHandle().destroy();
                    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "SIGTERM ends it");
                }
            } finally {
                process.destroyForcibly();
            }
        }
        String log = file("audit.log");
        assertEquals(log + ": whole, records 1 to 6; signature good" + END, run("audit", "verify", log, "--audit-key", file("audit.key")).out());
        assertEquals(log + ": whole, records 1 to 6; signature not checked; give --audit-key" + END, run("audit", "verify", log).out());
        Files.writeString(folder.resolve("audit.log"), Files.readString(folder.resolve("audit.log")).replaceFirst("ann", "tom"));
        CommandRun broken = run("audit", "verify", log);
        assertEquals("lathe: " + log + ":2: was changed: not as its hash says" + END, broken.err());
        assertEquals(ExitCode.FAILED, broken.code());
        CommandRun refused = run("serve", "--model", model, "--port", "0", "--device", "cpu", "--audit-log", log);
        assertEquals("lathe: " + log + ":2: was changed: not as its hash says; keep the log, and begin another" + END, refused.err());
    }

    @Test
    void whatDoesNotFitTogetherIsALine() throws IOException {
        String model = TinyModel.encoder(folder.resolve("model")).toString();
        Files.writeString(folder.resolve("roles"), "reader /predict *\n");
        String help = "; see 'lathe serve --help'" + END;
        for (var wrong : Map.of(
                "--tls-cert x", "--tls-cert, --tls-key: one needs the other" + help,
                "--tls-client-ca x", "--tls-client-ca: needs --tls-cert and --tls-key" + help,
                "--roles x", "--roles: needs --api-keys or --jwt-keys" + help,
                "--jwt-keys x", "--jwt-keys: needs --roles, --jwt-issuer and --jwt-audience" + help,
                "--audit-required", "--audit-required, --audit-key, --audit-sync, --audit-retain: need --audit-log" + help,
                "--mask-rules x", "--mask-rules, --mask-model, --mask-key: need --mask" + help,
                "--mask texts", "--mask texts: 'texts' is none of requests, responses, logs" + help,
                "--mask other=logs", "mask: model 'other': not served; there is model" + END,
                "--api-keys " + file("none"), file("none") + ": no such file or directory" + END,
                "--tls-cert " + file("none") + " --tls-key " + file("none"), file("none") + ": no such file or directory" + END).entrySet()) {
            String[] arguments = ("serve --device cpu --port 0 --model " + model + " " + wrong.getKey()).split(" ");
            assertEquals("lathe: " + wrong.getValue(), run(arguments).err(), wrong.getKey());
        }
        assertEquals("lathe: --role 'a b': a role has no blanks; see 'lathe serve-key --help'" + END,
                run("serve-key", "--name", "ann", "--api-keys", file("keys"), "--role", "a b").err());
        assertEquals("lathe: " + file("none") + ": there is no such log" + END, run("audit", "verify", file("none")).err());
    }
}
