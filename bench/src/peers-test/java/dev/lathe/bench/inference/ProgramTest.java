package dev.lathe.bench.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {

    @Test
    void tellsItsFirstLineAndHowLongItTook() throws IOException {
        Program.Run run = new Program("echo", List.of("sh", "-c", "echo one; echo two")).run();
        assertEquals("one", run.firstLine());
        assertTrue(run.secondsToFirstLine() > 0 && run.secondsToFirstLine() <= run.seconds());
    }

    @Test
    void aFailureIsNoResult() {
        var failing = new Program("failing", List.of("sh", "-c", "echo one; exit 3"));
        assertEquals("failing: ended with status 3", assertThrows(IOException.class, failing::run).getMessage());
    }
}
