package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.checkpoint.file.Sha256;
import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.Surroundings;
import dev.lathe.trust.audit.ModelHash;
import dev.lathe.trust.review.Decision;
import dev.lathe.trust.review.ReviewQueue;
import dev.lathe.trust.review.Reviews;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signatures and policies, as a user gives them.
class AccountableCommandsTest {
    private static final String END = System.lineSeparator();

    @TempDir
    private Path path;
    private ModelFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = ModelFolder.in(path);
    }

    private void refuses(String line, String words) {
        CommandRun run = folder.run(line);
        assertEquals(ExitCode.FAILED, run.code(), line);
        assertEquals("lathe: " + words + END, run.err(), line);
    }

    @Test
    void aSignedModelIsVerifiedAndAChangeFound() throws IOException {
        String key = folder.run("keygen @model.key").out().strip();
        assertTrue(key.matches("[0-9a-f]{64}"), key);
        refuses("keygen @model.key", "@model.key: is there already; a key that is overwritten is lost");
        refuses("verify @classifier", "@classifier: unsigned");
        CommandRun signed = folder.run("sign @classifier --key @model.key");
        assertEquals(ExitCode.DONE, signed.code(), signed.err());
        assertTrue(signed.out().endsWith(" files signed by " + key + END), signed.out());
        CommandRun whole = folder.run("verify @classifier --key @model.key.pub");
        assertTrue(whole.out().endsWith(" files as signed by " + key + END), whole.out());
        assertTrue(folder.run("verify @classifier").out().endsWith(key + "; whose key that is was not checked, give --key" + END));
        Files.writeString(folder.file("classifier/config.json"), Files.readString(folder.file("classifier/config.json")) + " ");
        CommandRun changed = folder.run("verify @classifier --key @model.key.pub");
        assertEquals("config.json: changed: not what SHA256SUMS says" + END, changed.out());
        assertEquals("lathe: @classifier: not as it was signed, in 1 place" + END, changed.err());
        assertEquals(ExitCode.FAILED, changed.code());
        refuses("verify @none", "@none: no such directory");
        refuses("sign @classifier --key @model.key.pub", "@model.key.pub: 0 blocks '-----BEGIN PRIVATE KEY-----'; needs one");
    }

    @Test
    void anEncryptedModelComesBackWithItsKeyOnly() throws IOException {
        folder.write("secret.key", "0f".repeat(32) + "\n");
        CommandRun sealed = folder.run("encrypt @classifier --key-file @secret.key --to @sealed");
        assertTrue(sealed.out().matches(".*sealed: \\d+ files encrypted" + END), sealed.out() + sealed.err());
        assertEquals(ExitCode.DONE, folder.run("decrypt @sealed --key-file @secret.key --to @opened").code());
        assertEquals(-1, Files.mismatch(folder.file("classifier/model.safetensors"), folder.file("opened/model.safetensors")));
        refuses("decrypt @sealed --to @more", "no key: give --key-file, or set LATHE_KEY");
        refuses("decrypt @sealed --key-file @secret.key --to @opened", "@opened: is there already");
        folder.write("secret.key", "1f".repeat(32));
        refuses("decrypt @sealed --key-file @secret.key --to @more", "@sealed/SEALED: frame 1: changed, moved or cut short, or encrypted with another key");
        folder.write("secret.key", "1f");
        refuses("encrypt @classifier --key-file @secret.key --to @more", "@secret.key: a key of 2 hexadecimal digits: needs 64; 'openssl rand -hex 32' makes one");
        CommandRun opened = CommandRun.inProcess(Map.of("LATHE_KEY", "0f".repeat(32)), "decrypt", folder.file("sealed").toString(),
                "--to", folder.file("more").toString());
        assertEquals(ExitCode.DONE, opened.code(), opened.err());
        refuses("predict --model @sealed --text x", "@sealed: encrypted, and no key: give --key-file, or set LATHE_KEY");
    }

    @Test
    void decisionsAreShownAnsweredAndLearntFrom() throws IOException {
        var queue = ReviewQueue.at(folder.file("queue.jsonl"));
        var decision = new Decision("m", "ab", "good", 0.5, List.of("bad", "good"), Optional.of("Größe"), Optional.empty());
        long first = queue.add(decision);
        long second = queue.add(decision.withoutTexts());
        CommandRun shown = folder.run("review @queue.jsonl");
        assertEquals(("{\"id\":0,\"model\":\"m\",\"label\":\"good\",\"confidence\":0.5,\"text\":\"Größe\"}\n"
                + "{\"id\":%d,\"model\":\"m\",\"label\":\"good\",\"confidence\":0.5}\n").formatted(second), shown.out());
        refuses("review @queue.jsonl --labelled @answers.jsonl", "@queue.jsonl: nothing was answered");
        assertEquals("lathe: 1 answered, 1 wait" + END, folder.run("review @queue.jsonl --answer " + second + "=good").err());
        refuses("review @queue.jsonl --labelled @answers.jsonl", "@queue.jsonl: no texts in the queue; 'lathe serve --review-texts' keeps them");
        refuses("review @queue.jsonl --answer 0=goood", "@queue.jsonl: decision 0: the model has no label 'goood'; it has bad, good");
        assertEquals("lathe: --answer 'good': needs ID=LABEL; see 'lathe review --help'" + END, folder.run("review @queue.jsonl --answer good").err());
        CommandRun.Recorder recorder = CommandRun.Recorder.with(Map.of());
        var typed = new Surroundings(new ByteArrayInputStream("baad\nbad\n".getBytes(StandardCharsets.UTF_8)), recorder.surroundings().out(),
                recorder.surroundings().err(), 0, Map.of());
        assertEquals(ExitCode.DONE, Lathe.run(typed, "review", folder.file("queue.jsonl").toString(), "--ask"), recorder.said());
        assertEquals("lathe: %s: decision 0: the model has no label 'baad'; it has bad, good".formatted(folder.file("queue.jsonl")) + END
                + "lathe: 1 answered, 0 wait" + END, recorder.said());
        Files.writeString(folder.file("queue.jsonl"), "{\"id\":", StandardOpenOption.APPEND);
        CommandRun written = folder.run("review @queue.jsonl --labelled @answers.jsonl");
        assertEquals("lathe: @queue.jsonl: 1 torn line passed over" + END + "lathe: 1 answers in @answers.jsonl; 1 have no text" + END, written.err());
        assertEquals("{\"text\":\"Größe\",\"label\":\"bad\"}\n", Files.readString(folder.file("answers.jsonl")));
        refuses("review @none", "@none: no such file");
        String help = "; see 'lathe serve --help'" + END;
        String serve = "serve --model @classifier --port 0 --device cpu ";
        assertEquals("lathe: --review-below, --review-labels, --review-texts: need --review-queue" + help, folder.run(serve + "--review-below 0.7").err());
        assertEquals("lathe: --review-queue: needs --review-below or --review-labels" + help, folder.run(serve + "--review-queue @q").err());
        assertEquals("lathe: --review-below 7.0: must be 0 to 1" + help, folder.run(serve + "--review-queue @q --review-below 7").err());
        assertEquals(0, first, "the first line begins the file");
    }

    @Test
    void predictionsOfAFileWaitForAPersonToo() throws IOException {
        folder.write("texts.txt", "good soup\ncold soup\n");
        String predict = "predict --model @classifier --input @texts.txt --device cpu ";
        CommandRun run = folder.run(predict + "--review-queue @queue.jsonl --review-below 1 --review-texts");
        assertEquals(folder.run(predict).out(), run.out(), "what is printed stays the same");
        List<Decision> waiting = List.copyOf(Reviews.read(folder.file("queue.jsonl")).waiting().values());
        assertEquals(List.of("good soup", "cold soup"), waiting.stream().map(one -> one.text().orElseThrow()).toList());
        assertEquals(List.of("negative", "neutral", "positive"), waiting.getFirst().labels());
        assertTrue(run.out().contains("\"label\":\"" + waiting.getFirst().label() + "\""), run.out());
        assertEquals(ModelHash.of(folder.file("classifier")), waiting.getFirst().modelHash());
        folder.run(predict + "--review-queue @none.jsonl --review-labels neither");
        assertEquals("", Files.readString(folder.file("none.jsonl")));
    }

    @Test
    void aPolicyIsAskedBeforeATrainingAndAfterIt() throws IOException {
        folder.write("policy.json", "{\"licences\": [\"MIT\"]}");
        refuses("finetune --task sequence-classification --model @encoder --train @train.jsonl --out @out --policy @policy.json --device cpu",
                "@out: refused by @policy.json: licences: the licence of the base model is 'unknown', not one of MIT");
        assertFalse(Files.exists(folder.file("out")), "nothing was trained");
        folder.write("policy.json", "{\"licences\": [\"unknown\", \"MIT\"], \"min_scores\": {\"/accuracy\": 1.01}, \"max_epsilon\": 3}");
        CommandRun trained = folder.finetune("--dev @dev.jsonl --data-license MIT --device cpu --policy @policy.json");
        assertEquals(ExitCode.FAILED, trained.code());
        assertTrue(trained.err().matches("(?s).*lathe: @out: refused by @policy.json: min_scores /accuracy: [01]\\.\\d+, at least 1.01 is asked for; "
                + "max_epsilon: not measured, at most 3.0 is asked for" + END), trained.err());
        assertTrue(Files.exists(folder.file("out/model.safetensors")), "what was trained is there, to be looked at");
        folder.write("policy.json", "{\"min_scores\": {\"/accuracy\": 0}, \"max_gaps\": {\"/gap\": 0.1}, \"signed\": true}");
        CommandRun evaluated = folder.run("evaluate --model @out --data @dev.jsonl --device cpu --policy @policy.json");
        assertTrue(evaluated.err().endsWith("lathe: @out: refused by @policy.json: max_gaps /gap: not measured, at most 0.1 is asked for; signed: unsigned"
                + END), evaluated.err());
        assertTrue(evaluated.out().contains("accuracy"), "the report is printed first");
        folder.write("policy.json", "{\"min_scores\": {\"/accuracy\": 0}}");
        assertEquals(ExitCode.DONE, folder.run("evaluate --model @out --data @dev.jsonl --device cpu --policy @policy.json").code());
        refuses("evaluate --model @out --data @dev.jsonl --policy @none", "@none: no such file");
    }

    /// The hash that a training leaves is what the signing begins with, and what the signing leaves is what a server serves.
    @Test
    void oneChainHoldsWhatWasDone() throws IOException {
        folder.write("audit.key", "0f".repeat(32));
        String noted = " --audit-log @audit.log --audit-key @audit.key";
        assertEquals(ExitCode.DONE, folder.finetune("--device cpu" + noted).code());
        folder.run("keygen @model.key");
        assertEquals(ExitCode.DONE, folder.run("sign @out --key @model.key" + noted).code());
        assertEquals(ExitCode.DONE, folder.run("evaluate --model @out --data @dev.jsonl --device cpu" + noted).code());
        assertTrue(folder.run("audit verify @audit.log --audit-key @audit.key").out().endsWith(": whole, records 1 to 6; signature good" + END));
        String log = Files.readString(folder.file("audit.log"));
        String trained = first("\"event\":\"trained\".*?\"model_sha256\":\"([0-9a-f]{64})\"", log);
        assertEquals(trained, first("\"before_sha256\":\"([0-9a-f]{64})\"", log));
        String signed = first("\"event\":\"signed\".*?\"model_sha256\":\"([0-9a-f]{64})\"", log);
        assertEquals(signed, first("\"event\":\"evaluated\".*?\"model_sha256\":\"([0-9a-f]{64})\"", log));
        assertEquals(Sha256.of(folder.file("dev.jsonl")), first("\"data_sha256\":\"([0-9a-f]{64})\"", log));
        assertEquals(Sha256.of(folder.file("out/training.json")), first("\"training_sha256\":\"([0-9a-f]{64})\"", log));
        assertEquals(first("\"event\":\"evaluated\".*?\"model\":\"([^\"]*)\"", log), first("\"event\":\"trained\".*?\"model\":\"([^\"]*)\"", log));
        Files.writeString(folder.file("audit.log"), log.replaceFirst("trained", "trainer"));
        refuses("sign @out --key @model.key" + noted, "@audit.log:2: was changed: not as its hash says; keep the log, and begin another");
        assertEquals("lathe: --audit-key: needs --audit-log; see 'lathe sign --help'" + END,
                folder.run("sign @out --key @model.key --audit-key @audit.key").err());
    }

    private static String first(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow(() -> new AssertionError(pattern + " in " + text)).group(1);
    }

    @Test
    void aCardIsFilledFromTheModelsFiles() throws IOException {
        assertEquals(ExitCode.DONE, folder.finetune("--dev @dev.jsonl --data-license CC-BY-4.0 --device cpu").code());
        for (String format : List.of("eu-ai-act", "nist", "datasheet")) {
            CommandRun run = folder.run("card @out --format " + format);
            assertEquals(ExitCode.DONE, run.code(), run.err());
            assertTrue(run.out().contains("data: CC-BY-4.0"), run.out());
            assertTrue(run.out().contains(Sha256.of(folder.file("train.jsonl"))), run.out());
        }
        folder.run("card @out --format nist --output @card.md");
        assertTrue(Files.readString(folder.file("card.md")).contains("- MEASURE 2.11: fairness: scores by group: *not measured*\n"));
        assertEquals("lathe: invalid value for option '--format': 'iso' is none of eu-ai-act, nist, datasheet; see 'lathe card --help'" + END,
                folder.run("card @out --format iso").err());
        refuses("card @none --format nist", "@none: no such directory");
    }

    @Test
    void whatAPolicyRefusesIsNotServed() throws IOException {
        folder.write("policy.json", "{\"masked\": [\"MAIL\", \"NAME\"], \"signed\": true}");
        String serve = "serve --model @classifier --port 0 --device cpu --policy @policy.json";
        refuses(serve, "@classifier: refused by @policy.json: masked: MAIL, NAME not masked in requests; signed: unsigned");
        folder.run("keygen @model.key");
        folder.run("sign @classifier --key @model.key");
        refuses(serve + " --mask requests", "@classifier: refused by @policy.json: masked: NAME not masked in requests");
    }
}
