package dev.lathe.bert.checkpoint.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void isFoundAmongTheNamesOfAModel() {
        assertEquals(Optional.of("encoder.layer.0.output.dense.weight"), NearestName.among(
                List.of("pooler.dense.weight", "encoder.layer.0.output.dense.weight"), "encoder.layer.0.outputs.dense.weight"));
    }

    @Test
    void takesAMomentAmongAnyNumberOfNames() {
        String end = "x".repeat(4_000);
        List<String> names = IntStream.range(0, 5_000).mapToObj(i -> i + end).toList();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> NearestName.among(names, "y".repeat(4_000)));
    }
}
