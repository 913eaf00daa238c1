package dev.lathe.serve.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(new Limits(10, 1, 100, 2, 100, 20, Duration.ofSeconds(1)));

    @Test
    void placesAreGivenBack() {
        var first = admission.enter();
        try (var second = admission.enter()) {
            assertEquals(2, admission.requests());
            HttpProblem problem = assertThrows(HttpProblem.class, admission::enter);
            assertEquals(Fault.OVERLOADED, problem.fault());
            assertEquals(1, problem.retryAfter().orElseThrow());
            second.holdBytes(15);
            assertEquals("too many bytes in work; try again",
                    assertThrows(HttpProblem.class, () -> first.holdBytes(6)).getMessage());
            first.holdBytes(5);
            second.holdTokens(60);
            assertEquals("too many tokens in work; try again",
                    assertThrows(HttpProblem.class, () -> first.holdTokens(41)).getMessage());
        }
        first.holdBytes(15);
        first.holdTokens(100);
        first.close();
        assertEquals(0, admission.requests());
        try (var alone = admission.enter()) {
            // One that is too large for all is let in when it is alone: it would never fit otherwise.
            alone.holdTokens(1000);
            assertEquals(1, admission.requests());
        }
    }
}
