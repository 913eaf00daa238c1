package dev.lathe.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BenchmarkOptionsTest {
    private static final Set<String> NAMES = new TreeSet<>(Set.of("rounds", "work", "output"));

    @Test
    void areNamesWithValues() {
        var options = BenchmarkOptions.parse(NAMES, "rounds=9", "work=1x16,1x64");
        assertEquals(9, options.number("rounds", 7));
        assertEquals(List.of("1x16", "1x64"), options.list("work", "16x128"));
    }

    @Test
    void haveWhatTheProgramSaysWhenNotGiven() {
        var options = BenchmarkOptions.parse(NAMES);
        assertEquals(7, options.number("rounds", 7));
        assertEquals(List.of("16x128"), options.list("work", "16x128"));
        assertEquals(Optional.empty(), options.path("output"));
    }

    @Test
    void aFileMayHaveAnEqualsSignInItsName() {
        assertEquals(Optional.of(Path.of("a=b.json")), BenchmarkOptions.parse(NAMES, "output=a=b.json").path("output"));
    }

    @Test
    void refuseANameThatTheProgramDoesNotKnow() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> BenchmarkOptions.parse(NAMES, "round=9"));
        assertEquals("round=9: options are name=value, with names [output, rounds, work]", refusal.getMessage());
    }

    @Test
    void sayWhichFileIsMissing() {
        var options = BenchmarkOptions.parse(NAMES);
        var refusal = assertThrows(IllegalArgumentException.class, () -> options.requiredPath("output"));
        assertEquals("option 'output=' is missing", refusal.getMessage());
    }
}
