package dev.lathe.cli.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.CommandRun;
import dev.lathe.cli.ModelFolder;
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
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Encrypted models are used as plain ones are.
@Timeout(240)
class EncryptedModelTest {
    private static final String END = System.lineSeparator();
    private static final String KEY = "0f".repeat(32);
    private static final String GIVEN = " --key-file @secret.key";

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void encrypt() throws IOException {
        folder = ModelFolder.in(path);
        folder.write("secret.key", KEY + "\n");
        // A number of labels that no other test has, and so weights that no other test writes.
        TinyModel.classifier(folder.file("classifier"), "negative", "neutral", "positive", "mixed", "odd", "late", "loud");
        encrypt("classifier", "sealed");
    }

    private void encrypt(String plain, String sealed) {
        CommandRun run = folder.run("encrypt @%s --to @%s".formatted(plain, sealed) + GIVEN);
        assertEquals(ExitCode.DONE, run.code(), run.err());
    }

    private CommandRun done(String line) {
        CommandRun run = folder.run(line);
        assertEquals(ExitCode.DONE, run.code(), run.err());
        return run;
    }

    private String output(String line, String model) {
        CommandRun run = done(line.replace("MODEL", "@" + model) + (model.equals("sealed") ? GIVEN : ""));
        return (run.out() + run.err()).replace(path.resolve(model).toString(), "MODEL").replace("@" + model, "MODEL");
    }

    private void refuses(String line, String words) {
        CommandRun run = folder.run(line);
        assertEquals("lathe: " + words + END, run.err(), line);
        assertEquals(ExitCode.FAILED, run.code(), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "predict --model MODEL --device cpu --text awful", "predict --model MODEL --model @classifier --device cpu --text good",
        "evaluate --model MODEL --device cpu --data @dev.jsonl", "evaluate --model @classifier --against MODEL --device cpu --data @dev.jsonl",
        "embed --model MODEL --device cpu --text good", "explain --model MODEL --device cpu --text good", "info --model MODEL",
        "tokenize --model MODEL --text good"})
    void everyCommandSaysTheSameOfBoth(String line) {
        String plain = output(line, "classifier");
        assertTrue(plain.length() > 20, plain);
        assertEquals(plain, output(line, "sealed"));
    }

    @Test
    void aServerAnswersTheSame() throws IOException, InterruptedException {
        ProcessBuilder child = CommandRun.child("serve", "--model", "plain=" + folder.file("classifier"), "--model", "sealed=" + folder.file("sealed"),
                "--port", "0", "--device", "cpu");
        child.environment().put("LATHE_KEY", KEY);
        Process process = child.start();
        try (BufferedReader said = process.errorReader(StandardCharsets.UTF_8); var client = HttpClient.newHttpClient()) {
            String ready = said.readLine();
            assertTrue(ready.startsWith("lathe: serving plain, sealed at "), ready);
            URI uri = URI.create(ready.substring(ready.indexOf("http"))).resolve("predict");
            String plain = answer(client, uri, "plain");
            assertTrue(plain.startsWith("[{\"label\":\""), plain);
            assertEquals(plain, answer(client, uri, "sealed"));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String answer(HttpClient client, URI uri, String model) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"inputs\":\"good\",\"model\":\"%s\"}".formatted(model))).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void theKeyMayStandInTheEnvironment() {
        CommandRun run = CommandRun.inProcess(Map.of("LATHE_KEY", KEY), "predict", "--model", folder.file("sealed").toString(), "--text", "good",
                "--device", "cpu");
        assertEquals(done("predict --model @classifier --text good --device cpu").out(), run.out(), run.err());
    }

    @Test
    void anAdapterAndItsBaseMayBeEncryptedBoth() throws IOException {
        assertEquals(ExitCode.DONE, folder.finetune("--peft lora --lora-rank 4 --lr 1e-2 --device cpu").code());
        encrypt("out", "sealed-adapter");
        encrypt("encoder", "sealed-encoder");
        String predict = "predict --text good --device cpu --model ";
        String plain = done(predict + "@out").out();
        assertEquals(plain, done(predict + "@sealed-adapter" + GIVEN).out(), "its base is found beside it");
        assertEquals(plain, done(predict + "@encoder --adapter @sealed-adapter" + GIVEN).out());
        assertEquals(plain, done(predict + "@sealed-encoder --adapter @out" + GIVEN).out());
        Files.move(folder.file("encoder"), folder.file("away"));
        Files.move(folder.file("sealed-encoder"), folder.file("encoder"));
        assertEquals(plain, done(predict + "@sealed-adapter" + GIVEN).out());
    }

    @Test
    void aFineTuningFromAnEncryptedBaseGivesTheSameBytes() throws IOException {
        encrypt("encoder", "sealed-encoder");
        assertEquals(ExitCode.DONE, folder.finetune("--device cpu").code());
        done("finetune --task sequence-classification --model @sealed-encoder --train @train.jsonl --out @second --epochs 2 --device cpu" + GIVEN);
        assertEquals(-1, Files.mismatch(folder.file("out/model.safetensors"), folder.file("second/model.safetensors")));
    }

    @Test
    void withoutTheKeyOrWithAnotherNothingIsRead() throws IOException {
        for (String command : new String[] {"info", "predict --text x", "embed --text x", "evaluate --data @dev.jsonl", "explain --text x", "serve --port 0",
            "finetune --task sequence-classification --train @train.jsonl --out @out"}) {
            refuses(command + " --model @sealed", "@sealed: encrypted, and no key: give --key-file, or set LATHE_KEY");
        }
        refuses("anonymise --input @dev.jsonl --columns text --output @o.jsonl --model @sealed", "@sealed: encrypted, and no key: set LATHE_KEY");
        folder.write("secret.key", "1f".repeat(32));
        refuses("predict --text x --model @sealed" + GIVEN, "@sealed/SEALED: frame 1: changed, moved or cut short, or encrypted with another key");
        refuses("predict --text x --model @sealed --key-file @none", "@none: no such file or directory");
    }

    @ParameterizedTest
    @CsvSource({"SEALED,41", "config.json.sealed,60", "model.safetensors.sealed,5000"})
    void aFlippedByteIsRefusedByItsFilesName(String name, int at) throws IOException {
        Path file = folder.file("sealed").resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
        refuses("predict --text x --model @sealed" + GIVEN, "@sealed/" + name + ": frame 1: changed, moved or cut short, or encrypted with another key");
    }

    @Test
    void noPlainByteReachesTheDisk() throws IOException {
        byte[] known = PlainBytes.of(folder.file("classifier/model.safetensors"));
        assertTrue(PlainBytes.where(path, known).toString().endsWith("classifier/model.safetensors]"), "the search finds what is there");
        Files.move(folder.file("classifier/model.safetensors"), Files.createDirectories(folder.file("away")).resolve("model"));
        Files.delete(folder.file("away/model"));
        done("predict --model @sealed --text good --device cpu" + GIVEN);
        done("embed --model @sealed --text good --device cpu" + GIVEN);
        assertEquals("[]", PlainBytes.where(Path.of(System.getProperty("java.io.tmpdir")), known).toString());
        assertEquals("[]", PlainBytes.where(path, known).toString());
    }
}
