package dev.lathe.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    @Test
    void goRoundByRound() {
        var order = new ArrayList<String>();
        Comparison comparison = new Turns(3, 1).run("nothing", List.of(
                entrant("a", 2, order), entrant("b", 4, order)), 0, 0);
        assertTrue(comparison.rounds().size() >= 3, "a round may count once the median has fallen");
        int rounds = comparison.rounds().size() + comparison.discarded();
        assertTrue(rounds <= 6, "half of all rounds count, however disturbed");
        assertEquals(2 * rounds, order.size());
        for (int turn = 0; turn < order.size(); turn++) {
            assertEquals(turn % 2 == 0 ? "a" : "b", order.get(turn));
        }
    }

    @Test
    void countTheSecondsThatTheEntrantGives() {
        Comparison comparison = new Turns(2, 1).run("nothing", List.of(
                entrant("a", 2, new ArrayList<>()), entrant("b", 4, new ArrayList<>())), 0, 0);
        assertArrayEquals(new double[] {2, 4}, comparison.rounds().getFirst().seconds());
        assertEquals(new Spread(0.5, 0.5, 0.5), comparison.ratio(0, 1));
    }

    @Test
    void repeatShortWorkUntilItLastsLongEnough() {
        var calls = new ArrayList<String>();
        Comparison comparison = new Turns(1, 1).run("nothing", List.of(entrant("a", 0.25, calls)), 0.5, 1);
        int turns = comparison.rounds().size() + comparison.discarded();
        assertEquals(2 + 4 * turns, calls.size(), "two calls to warm up, four a turn");
        assertEquals(0.25, comparison.seconds(0).median());
    }

    @Test
    void makeEntrantsReadyBeforeEachTurnWithoutTimingThat() {
        var calls = new ArrayList<String>();
        Comparison comparison = new Turns(2, 1).run("nothing",
                List.of(new Entrant("a", () -> calls.add("ready"), () -> {
                    calls.add("work");
                    return 0.5;
                })), 0, 1);
        assertEquals(3 * (comparison.rounds().size() + comparison.discarded()), calls.size());
        assertEquals(List.of("ready", "work", "work", "ready"), calls.subList(0, 4));
        assertEquals(0.5, comparison.seconds(0).median());
    }

    @Test
    void tellHowMuchOfTheWorkIsDoneInASecond() {
        Comparison comparison = new Turns(1, 1).run(new Work("product", 3, Work.Unit.GIGAFLOP),
                List.of(entrant("a", 2, new ArrayList<>())), 0, 0);
        assertEquals(1.5, comparison.perSecond(0));
        assertTrue(comparison.text().contains(", 1.5 GFLOP/s ("), comparison::text);
    }

    @Test
    void cpuTimeOfProcessesThatHaveEndedCounts() throws Exception {
        double before = CpuClock.seconds();
        var busy = new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done").start();
        assertEquals(0, busy.waitFor());
        assertTrue(CpuClock.seconds() - before >= 0.01, "a tick at least");
    }

    private static Entrant entrant(String name, double seconds, List<String> calls) {
        return new Entrant(name, () -> {
            calls.add(name);
            return seconds;
        });
    }
}
