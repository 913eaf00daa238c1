package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        refuses("predict --model @sealed --text x", "@sealed: encrypted; 'lathe decrypt' makes a model of it");
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
