package dev.lathe.cli.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.model.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServeCommandTest {
    private static final String END = System.lineSeparator();

    @TempDir
    private Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.inProcess(Map.of(), arguments);
    }

    @Test
    void servesUntilItIsToldToStop() throws IOException, InterruptedException {
        Path vectors = TinyModel.encoder(folder.resolve("vectors"));
        Path labels = TinyModel.classifier(folder.resolve("my-model"), "bad", "good");
        Path keys = folder.resolve("keys.txt");
        String key = run("serve-key", "--name", "ann", "--api-keys", keys.toString()).out().strip();
        Process process = CommandRun.child("serve", "--model", "v=" + vectors, "--model", labels.toString(), "--port", "0",
                "--api-keys", keys.toString(), "--device", "cpu").start();
        try (BufferedReader said = process.errorReader(StandardCharsets.UTF_8); var client = HttpClient.newHttpClient()) {
            String ready = said.readLine();
            assertTrue(ready.matches("lathe: serving v, my-model at http://localhost:[1-9]\\d+/"), ready);
            URI uri = URI.create(ready.substring(ready.indexOf("http"))).resolve("predict");
            var request = HttpRequest.newBuilder(uri).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"inputs\":\"the food was good\",\"model\":\"my-model\"}"));
            assertEquals(401, client.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode());
            request.header("Authorization", "Bearer " + key);
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(response.body().startsWith("[{\"label\":\""), response.body());
            process.toHandle().destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "SIGTERM ends it");
            assertEquals(143, process.exitValue());
            assertEquals("lathe: stopping: no request in work", said.readLine());
            assertEquals(null, said.readLine());
        } finally {
            process.destroyForcibly();
        }
    }

    /// A name that only a finder of known models leads anywhere with.
    @Test
    void anAdapterInTheModelsPlaceFindsItsBaseAsAtTheStart() throws IOException {
        var models = ModelFolder.in(folder);
        assertEquals(ExitCode.DONE, models.finetune("--peft lora --lora-rank 4 --max-steps 1").code());
        Path adapter = folder.resolve("out");
        Path config = adapter.resolve("adapter_config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("(\"base_model_name_or_path\" *: *)\"[^\"]*\"", "$1\"known\""));
        Path place = TinyModel.encoder(folder.resolve("served"));
        ModelDirectory before = ModelDirectory.open(place);
        Files.move(place, folder.resolve("before"));
        Files.move(adapter, place);
        ModelDirectory after = before.openedAgain((name, asking) -> {
            assertEquals("known", name);
            return folder.resolve("encoder");
        });
        assertEquals(folder.resolve("encoder"), after.adapter().orElseThrow().base());
    }

    @Test
    void anAdapterIsServedBesideItsBase() throws IOException, InterruptedException {
        var models = ModelFolder.in(folder);
        assertEquals(ExitCode.DONE, models.finetune("--peft lora --lora-rank 4 --lr 1e-2").code());
        String alone = models.run("predict --model @out --text good").out();
        Process process = CommandRun.child("serve", "--model", "base=" + folder.resolve("encoder"), "--adapter", "mine=" + folder.resolve("out"),
                "--port", "0", "--device", "cpu", "--host", "0.0.0.0").start();
        try (BufferedReader said = process.errorReader(StandardCharsets.UTF_8); var client = HttpClient.newHttpClient()) {
            String ready = said.readLine();
            assertTrue(ready.startsWith("lathe: serving base, mine at http://0.0.0.0:"), ready);
            assertEquals("lathe: whoever reaches this machine may ask: --api-keys FILE lets in those with a key, --host localhost this machine only",
                    said.readLine());
            URI uri = URI.create(ready.substring(ready.indexOf("http")).replace("0.0.0.0", "localhost")).resolve("predict");
            String answer = client.send(HttpRequest.newBuilder(uri).header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"inputs\":\"good\"}")).build(), HttpResponse.BodyHandlers.ofString()).body();
            // {"label":"…","score":…, as both begin.
            String best = alone.substring(alone.indexOf("\"label\""), alone.indexOf(",\"scores\""));
            assertTrue(answer.startsWith("[{" + best + "}"), () -> answer + alone);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPortThatIsTakenIsALineBeforeAModelIsLookedFor() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            CommandRun run = run("serve", "--model", "a=nowhere", "--port", String.valueOf(taken.getLocalPort()), "--device", "cpu");
            assertEquals("lathe: localhost:%d: the port is taken, or not yours to take; choose another with --port%s".formatted(
                    taken.getLocalPort(), END), run.err());
            assertEquals(ExitCode.FAILED, run.code());
        }
    }

    @Test
    void anAddressOfAnotherMachineIsALine() throws IOException {
        CommandRun run = run("serve", "--model", "a=nowhere", "--host", "192.0.2.1", "--port", "0", "--device", "cpu");
        assertEquals("lathe: 192.0.2.1: no address of this machine; --host 0.0.0.0 listens to all that are" + END, run.err());
        assertEquals(ExitCode.FAILED, run.code());
    }

    @Test
    void aKeyIsPrintedOnceAndKeptAsItsHash() throws IOException {
        Path keys = folder.resolve("keys.txt");
        CommandRun first = run("serve-key", "--name", "ann", "--api-keys", keys.toString(), "--per-minute", "60");
        assertEquals(ExitCode.DONE, first.code(), first.err());
        assertTrue(first.out().matches("lathe-\\S{43}\\R"), first.out());
        run("serve-key", "--name", "tom", "--api-keys", keys.toString());
        String kept = Files.readString(keys);
        assertTrue(kept.matches("ann [0-9a-f]{64} 60\ntom [0-9a-f]{64}\n"), kept);
        assertEquals("lathe: key 'a b': a name has no blanks and no # in front" + END,
                run("serve-key", "--name", "a b", "--api-keys", keys.toString()).err());
    }

    @Test
    void aHolderHasOneKey() throws IOException {
        Path keys = folder.resolve("one.txt");
        run("serve-key", "--name", "ann", "--api-keys", keys.toString());
        String kept = Files.readString(keys);
        CommandRun second = run("serve-key", "--name", "ann", "--api-keys", keys.toString());
        assertEquals("lathe: %s:1: 'ann' has a key; take that line out first, or choose another name%s".formatted(keys, END), second.err());
        assertEquals(ExitCode.FAILED, second.code());
        assertEquals("", second.out());
        assertEquals(kept, Files.readString(keys));
    }

    @Test
    void aKeyGoesOnALineOfItsOwn() throws IOException {
        Path keys = folder.resolve("edited.txt");
        Files.writeString(keys, "# who may ask");
        run("serve-key", "--name", "ann", "--api-keys", keys.toString());
        assertTrue(Files.readString(keys).matches("# who may ask\nann [0-9a-f]{64}\n"), Files.readString(keys));
    }

    @Test
    void aFullDiskIsNamedByItsFile() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "a device that is always full");
        CommandRun refused = run("serve-key", "--name", "ann", "--api-keys", full.toString());
        assertEquals("lathe: disk full: /dev/full: No space left on device" + END, refused.err());
        assertEquals("", refused.out());
    }

    @Test
    void whatCannotBeWatchedIsALine() throws IOException {
        String model = TinyModel.classifier(folder.resolve("mood"), "bad", "good").toString();
        Path rules = Files.writeString(folder.resolve("alerts.json"), "{\"rules\": [{\"name\": \"slow\", \"metric\": \"speed\", \"above\": 1}]}");
        assertEquals("lathe: alerts.json: 'rules[0].metric': 'speed' is unknown; there is latency_p99, error_rate, queue, drift, label_share" + END,
                run("serve", "--model", model, "--alerts", rules.toString()).err());
        Files.writeString(rules, "{\"rules\": [{\"name\": \"new words\", \"metric\": \"drift\", \"model\": \"mood\", \"above\": 0.99}]}");
        assertEquals(("lathe: %s: rule 'new words': model 'mood' has no reference.json to be compared with; "
                + "training for sequence-classification writes one%s").formatted(rules, END), run("serve", "--model", model, "--alerts", rules.toString()).err());
        Files.writeString(rules, "{\"rules\": [{\"name\": \"busy\", \"metric\": \"queue\", \"above\": 9}]}");
        assertEquals("lathe: --webhook https://example.org/x: host example.org is not allowed; name it with --webhook-host; see 'lathe serve --help'" + END,
                run("serve", "--model", model, "--alerts", rules.toString(), "--webhook", "https://example.org/x").err());
        assertEquals("lathe: --webhook: needs --alerts; see 'lathe serve --help'" + END,
                run("serve", "--model", model, "--webhook", "http://localhost/x").err());
    }

    @Test
    void whatCannotBeServedIsALine() throws IOException {
        Path model = TinyModel.encoder(folder.resolve("model"));
        Path keys = Files.writeString(folder.resolve("keys.txt"), "ann secret\n");
        assertEquals("lathe: 'model': two models of this name; give one another, as NAME=DIR; see 'lathe serve --help'" + END,
                run("serve", "--model", model.toString(), "--model", "model=" + model).err());
        assertEquals("lathe: --model =x: needs NAME=DIR; see 'lathe serve --help'" + END, run("serve", "--model", "=x").err());
        assertEquals("lathe: --port 70000: must be 0 to 65535; see 'lathe serve --help'" + END,
                run("serve", "--model", model.toString(), "--port", "70000").err());
        assertEquals("lathe: --max-inputs 0: must be at least 1; see 'lathe serve --help'" + END,
                run("serve", "--model", model.toString(), "--max-inputs", "0").err());
        assertEquals("lathe: %s:1: needs a name, the key's SHA-256 and perhaps requests a minute%s".formatted(keys, END),
                run("serve", "--model", model.toString(), "--api-keys", keys.toString()).err());
        assertEquals("lathe: nowhere: neither a directory nor a known model; 'lathe models' lists those; of any other give the directory, "
                + "which 'lathe import' makes of other formats" + END,
                run("serve", "--model", "a=nowhere", "--port", "0").err());
        assertEquals("lathe: --workers 0..2: needs at least 1, and the second no less than the first; see 'lathe serve --help'" + END,
                run("serve", "--model", model.toString(), "--workers", "0..2").err());
        assertEquals("lathe: --workers 3..2: needs at least 1, and the second no less than the first; see 'lathe serve --help'" + END,
                run("serve", "--model", model.toString(), "--workers", "3..2").err());
        assertEquals("lathe: --workers many: needs a number from 1 to 999, or two as 1..2; see 'lathe serve --help'" + END,
                run("serve", "--model", model.toString(), "--workers", "many").err());
    }
}
