package dev.lathe.serve.federation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientLineTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ClientLine line = new ClientLine(LONG);

    /// A client that did it again would have other keys than those that the server knows.
    @Test
    void whatIsRepliedToIsNotToldAgainBeforeTheAskerWakesUp() throws InterruptedException, ExecutionException {
        assertTrue(line.join("p"));
        var answer = CompletableFuture.supplyAsync(() -> line.ask(new byte[] {1}));
        int number = line.next(LONG).orElseThrow().number();
        // Whoever asked needs the monitor to go on.
        synchronized (line) {
            assertTrue(line.reply(number, new byte[] {2}));
            assertEquals(Optional.empty(), line.next(Duration.ZERO));
            assertFalse(line.reply(number, new byte[] {3}), "nor is it taken twice");
        }
        assertArrayEquals(new byte[] {2}, answer.get());
    }

    @Test
    void anOrderThatGotLostIsToldAgain() throws InterruptedException, ExecutionException {
        line.join("p");
        var answer = CompletableFuture.supplyAsync(() -> line.ask(new byte[] {1}));
        int number = line.next(LONG).orElseThrow().number();
        assertEquals(number, line.next(LONG).orElseThrow().number());
        assertTrue(line.reply(number, new byte[] {2}));
        assertArrayEquals(new byte[] {2}, answer.get());
    }

    @Test
    void whoIsAtWorkForAnEarlierServerLivesButMustJoin() {
        assertFalse(line.lives("p"));
        assertTrue(line.join("q"));
        assertTrue(line.lives("q"));
        assertFalse(line.lives("p"));
    }
}
