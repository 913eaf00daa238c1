package dev.lathe.cli.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.CommandFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void theExitCodeIsTheChildsOwn() throws IOException {
        assertEquals(3, ChildProcess.run(new ProcessBuilder("sh", "-c", "exit 3"), "trying", NEVER, time -> { }));
    }

    @Test
    void aLongRunGivesSignsOfLife() throws IOException {
        var times = new ArrayList<Duration>();
        ChildProcess.run(new ProcessBuilder("sleep", "0.5"), "trying", Duration.ofMillis(100), times::add);
        assertEquals(Duration.ofMillis(100), times.getFirst());
        assertTrue(times.size() >= 2, times.toString());
    }

    @Test
    void anInterruptedThreadEndsTheChild() {
        var builder = new ProcessBuilder("sleep", "100");
        Thread.currentThread().interrupt();
        var failure = assertThrows(CommandFailure.class, () -> ChildProcess.run(builder, "trying", NEVER, time -> { }));
        assertEquals("trying: interrupted", failure.getMessage());
        assertTrue(Thread.interrupted());
    }
}
