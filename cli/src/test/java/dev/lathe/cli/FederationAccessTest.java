package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.Certificates;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Federations over TLS whose clients have keys.
@Timeout(300)
class FederationAccessTest {
    private static final String FILES = "--tls-cert @server.crt --tls-key @server.key ";
    private static final String DATA = " --train @train.jsonl --memory @memory --patience ";

    @TempDir
    private Path path;
    private ModelFolder folder;
    private int port;

    @BeforeEach
    void fill() throws IOException, InterruptedException, GeneralSecurityException {
        folder = ModelFolder.in(path);
        folder.write("labels.jsonl", String.join("\n", Files.readAllLines(folder.file("train.jsonl")).subList(0, 4)) + "\n");
        folder.write("config.json", """
                {"options": {"task": "sequence-classification", "model": "%s", "lr": 0.005, "batch-size": 8},
                 "clients": [{"name": "a", "train": "%s"}], "labels": "%s", "rounds": 2}
                """.formatted(folder.file("encoder"), folder.file("train.jsonl"), folder.file("labels.jsonl")));
        for (String name : List.of("a", "b")) {
            CommandRun key = folder.run("serve-key --name " + name + " --api-keys @keys.txt");
            assertEquals(ExitCode.DONE, key.code(), key.err());
            folder.write(name + ".key", key.out());
        }
        folder.write("wrong.key", "guessed\n");
        var certificates = new Certificates(path);
        certificates.make("server", "EC");
        certificates.make("client", "EC");
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    private CompletableFuture<CommandRun> serving(String more) {
        return CompletableFuture.supplyAsync(() -> folder.run("federate @config.json --out @out --patience 120 --listen " + port + " " + more));
    }

    /// What a client says last.
    private String joined(String scheme, String more) {
        return joined(scheme, 30, more);
    }

    private String joined(String scheme, int patience, String more) {
        CommandRun run = folder.run("federate --join " + scheme + "://127.0.0.1:" + port + DATA + patience + " " + more);
        String said = run.err().strip();
        assertTrue(run.code() == ExitCode.DONE || said.lines().count() == 1, said);
        return said.lines().reduce((_, last) -> last).orElse("").replace("127.0.0.1:" + port, "SERVER");
    }

    @Test
    void whoHasTheKeyOfItsNameIsLetInAndNobodyElse() throws IOException, ExecutionException, InterruptedException {
        CommandRun whole = folder.run("federate @config.json --out @whole");
        assertEquals(ExitCode.DONE, whole.code(), whole.err());
        var server = serving(FILES + "--api-keys @keys.txt");
        String known = "--client a --ca @server.crt ";
        assertEquals("lathe: https://SERVER: no valid API key; send Authorization: Bearer KEY", joined("https", known));
        assertEquals("lathe: https://SERVER: no valid API key; send Authorization: Bearer KEY", joined("https", known + "--api-key-file @wrong.key"));
        assertEquals("lathe: https://SERVER: the key of 'b' is not client 'a''s", joined("https", known + "--api-key-file @b.key"));
        assertEquals("lathe: https://SERVER: no client 'b' in this federation",
                joined("https", "--client b --ca @server.crt --api-key-file @b.key"));
        assertEquals("lathe: http://SERVER: no answer for 1 seconds, though something is there; a server with TLS needs https://",
                joined("http", 1, "--client a --api-key-file @a.key"));
        String stranger = joined("https", "--client a --api-key-file @a.key");
        assertTrue(stranger.startsWith("lathe: https://SERVER: TLS: the server's certificate is refused: "), stranger);
        String other = joined("https", "--client a --api-key-file @a.key --ca @client.crt");
        assertTrue(other.startsWith("lathe: https://SERVER: TLS: the server's certificate is refused: "), other);
        assertEquals("lathe: the federation is over: its model is where the server runs", joined("https", known + "--api-key-file @a.key"));
        CommandRun run = server.get();
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().startsWith("lathe: waiting for a at https://127.0.0.1:" + port), run.err());
        assertArrayEquals(Files.readAllBytes(folder.file("whole/model.safetensors")), Files.readAllBytes(folder.file("out/model.safetensors")));
    }

    @Test
    void aCertificateMayBeAskedOfClientsAndAServerInClearIsNotTakenForOneWithTls() throws ExecutionException, InterruptedException {
        var server = serving(FILES + "--tls-client-ca @client.crt");
        String unclear = "lathe: https://SERVER: no answer for 10 seconds, though something is there; it may speak no TLS, or ask clients for a certificate";
        // Whether the client hears why is a race between the alert and the end of the connection.
        String bare = joined("https", 10, "--client a --ca @server.crt");
        assertTrue(bare.startsWith("lathe: https://SERVER: TLS: the server refuses: ") || bare.equals(unclear), bare);
        assertEquals("lathe: the federation is over: its model is where the server runs",
                joined("https", "--client a --ca @server.crt --tls-cert @client.crt --tls-key @client.key"));
        assertEquals(ExitCode.DONE, server.get().code());
        var clear = serving("--overwrite");
        assertEquals(unclear, joined("https", 10, "--client a --ca @server.crt"));
        assertEquals("lathe: the federation is over: its model is where the server runs", joined("http", "--client a"));
        assertEquals(ExitCode.DONE, clear.get().code());
    }

    private void refused(String message, String line) {
        CommandRun run = folder.run(line);
        assertTrue(run.code() != ExitCode.DONE && run.err().contains(message), run.err());
    }

    @Test
    void whatDoesNotGoTogetherIsSaid() {
        String serve = "federate @config.json --out @out ";
        String open = "others than this machine's programs reach it; needs --tls-cert and --tls-key, and --api-keys or --tls-client-ca";
        refused(open, serve + "--listen 0 --host 0.0.0.0");
        refused(open, serve + "--listen 0 --host 0.0.0.0 --api-keys @keys.txt");
        refused(open, serve + "--listen 0 --host 0.0.0.0 " + FILES);
        refused("--tls-cert, --tls-key: one needs the other", serve + "--listen 0 --tls-cert @server.crt");
        refused("@client.key: not the key to the first certificate of @server.crt", serve + "--listen 0 --tls-cert @server.crt --tls-key @client.key");
        refused("go with --listen", serve + "--api-keys @keys.txt");
        refused("go with --join only", serve + "--ca @server.crt");
        String join = "federate --client a --train @train.jsonl --memory @memory --join ";
        refused("a client has --api-key-file", join + "https://127.0.0.1:1 --api-keys @keys.txt");
        refused("--tls-client-ca: is the server's; a client has --ca", join + "https://127.0.0.1:1 " + FILES + "--tls-client-ca @client.crt");
        refused("need an address that begins with https://", join + "http://127.0.0.1:1 --ca @server.crt");
        refused("a key in clear is anybody's; needs https://", join + "http://example.org:1 --api-key-file @a.key");
        refused("@labels.jsonl: is no key; 'lathe serve-key' prints one", join + "http://127.0.0.1:1 --api-key-file @labels.jsonl");
    }
}
