package dev.lathe.trust.federation.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AggregationTest {
    private static final List<String> LAYOUT = List.of("w[2]");

    private static Update update(int examples, float... values) {
        return new Update("c" + examples, examples, LAYOUT, values, 0);
    }

    @Test
    void aMeanWeighsByExamplesAndOneClientsIsItsOwnToTheBit() {
        var mean = new Aggregation.Mean().of(List.of(update(1, 1, 10), update(3, 5, 20)));
        assertEquals(4, mean.at(0));
        assertEquals(17.5, mean.at(1));
        var random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            float value = (float) (random.nextGaussian() * StrictMath.pow(10, random.nextInt(60) - 30));
            assertEquals(value, (float) new Aggregation.Mean().of(List.of(update(1 + random.nextInt(1 << 24), value))).at(0));
        }
    }

    @Test
    void mediansAndTrimmedMeansAreOfSortedCoordinates() {
        List<Update> five = List.of(update(1, 9, 1), update(1, 2, 2), update(1, 4, 3), update(1, -100, 4), update(1, 3, 1000));
        assertEquals(3, new Aggregation.Median().of(five).at(0));
        assertEquals(3, new Aggregation.Median().of(five).at(1));
        assertEquals(2.5, new Aggregation.Median().of(five.subList(0, 4)).at(1));
        assertEquals(3, new Aggregation.TrimmedMean(0.2).of(five).at(0));
        assertEquals(3, new Aggregation.TrimmedMean(0.2).of(five).at(1));
        assertEquals(-82.0 / 5, new Aggregation.TrimmedMean(0.1).of(five).at(0), "a tenth of five is none");
    }

    @Test
    void krumTakesTheClientAmongTheOthers() {
        List<Update> five = List.of(update(1, 50, 50), update(1, 1, 1), update(1, 1.1f, 1), update(1, 1, 1.2f), update(1, 0.8f, 0.8f));
        var krum = new Aggregation.Krum(1);
        // Sums of the two nearest: of the second 0.01 + 0.04, of the third 0.01 + 0.05, of the fourth 0.04 + 0.05, of the fifth 0.08 + 0.13.
        assertEquals(1, krum.chosen(five));
        assertEquals(1, krum.of(five).at(0));
        // Of n - f - 2 = 2 neighbours: with three, the third would be nearer to the far ones.
        assertEquals(1, krum.chosen(List.of(update(1, 0), update(1, 0.1f), update(1, 0.2f), update(1, 10), update(1, 10.05f))));
        assertEquals("krum: 4 clients: needs 5 or more against 1 that lie",
                assertThrows(IllegalArgumentException.class, () -> krum.chosen(five.subList(0, 4))).getMessage());
    }

    @Test
    void oneLiarMovesTheMeanAnywhereAndTheOthersNowhere() {
        var random = new Random(11);
        List<Update> honest = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            honest.add(update(10, (float) random.nextGaussian(), (float) random.nextGaussian()));
        }
        List<Update> all = new ArrayList<>(honest);
        all.add(2, update(10, 1e6f, -1e6f));
        assertTrue(Math.abs(new Aggregation.Mean().of(all).at(0)) > 1e5);
        for (Aggregation robust : List.of(new Aggregation.Median(), new Aggregation.TrimmedMean(0.2), new Aggregation.Krum(1))) {
            for (int i = 0; i < 2; i++) {
                int at = i;
                double least = honest.stream().mapToDouble(update -> update.values()[at]).min().orElseThrow();
                double most = honest.stream().mapToDouble(update -> update.values()[at]).max().orElseThrow();
                double found = robust.of(all).at(i);
                assertTrue(found >= least && found <= most, robust.word() + ": " + found);
            }
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals("trim 0.5: needs 0 or more and less than 0.5",
                assertThrows(IllegalArgumentException.class, () -> new Aggregation.TrimmedMean(0.5)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Aggregation.Krum(-1));
        assertThrows(IllegalArgumentException.class, () -> update(0, 1));
    }
}
