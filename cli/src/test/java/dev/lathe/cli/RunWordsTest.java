package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.run.RunCost;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunWordsTest {
    @Test
    void tokensAreToldWhereTheyWereCounted() {
        assertTrue(words(3000).startsWith("trained in 4 s, 3,000 tokens at 1,500 tokens/s"), words(3000));
        assertTrue(words(0).matches("trained in 4 s(, with at most [0-9,]+ MiB of memory)?"), words(0));
    }

    private static String words(long tokens) {
        return RunWords.of(new RunCost(Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO, tokens));
    }
}
