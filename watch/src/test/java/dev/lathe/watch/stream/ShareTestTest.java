package dev.lathe.watch.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShareTestTest {
    /// Fisher's tea tasting: four of four right has one chance in 70.
    @Test
    void theExactProbabilityIsFishers() {
        ShareTest test = ShareTest.above(new LabelCount(4, 4), List.of(new LabelCount(0, 2), new LabelCount(0, 2)));
        assertEquals(1.0 / 70, test.pValue(), 1e-12);
    }

    /// 30 of 100 against 200 of 1000: z by hand.
    @Test
    void zIsThatOfTwoShares() {
        List<LabelCount> even = Collections.nCopies(10, new LabelCount(20, 100));
        ShareTest test = ShareTest.above(new LabelCount(30, 100), even);
        double p = 230.0 / 1100;
        assertEquals(0.1 / Math.sqrt(p * (1 - p) * (1.0 / 100 + 1.0 / 1000)), test.z(), 1e-12);
        assertEquals(1, test.dispersion());
        assertEquals(-test.z(), ShareTest.below(new LabelCount(30, 100), even).z(), 1e-12);
    }

    /// Windows of 10 and of 30 among 100 in turn: Σ (±10)² / 16, of ten windows, by nine.
    @Test
    void windowsThatScatterWidenTheBound() {
        List<LabelCount> bursts = Collections.nCopies(5, List.of(new LabelCount(10, 100), new LabelCount(30, 100))).stream()
                .flatMap(List::stream).toList();
        ShareTest test = ShareTest.above(new LabelCount(35, 100), bursts);
        assertEquals(10 * 100 / 16.0 / 9, test.dispersion(), 1e-12);
        assertTrue(test.pValue() < ShareTest.tail(3), "the exact test alone would be an alarm");
        assertFalse(test.exceeds(ShareTest.tail(3)));
        assertTrue(ShareTest.above(new LabelCount(60, 100), bursts).exceeds(ShareTest.tail(3)));
    }

    @Test
    void aShareThatNeverWasIsJudgedByTheExactTest() {
        List<LabelCount> none = Collections.nCopies(6, new LabelCount(0, 50));
        assertFalse(ShareTest.above(new LabelCount(1, 50), none).exceeds(ShareTest.tail(3)));
        assertTrue(ShareTest.above(new LabelCount(5, 50), none).exceeds(ShareTest.tail(3)));
        assertFalse(ShareTest.above(new LabelCount(0, 50), none).exceeds(ShareTest.tail(1)));
    }

    @Test
    void tailsAreTheNormalDistributions() {
        assertEquals(0.0013498980316301, ShareTest.tail(3), 1e-15);
        assertEquals(6.2209605742718e-16, ShareTest.tail(8), 1e-27);
    }

    @Test
    void aBaselineOfOneWindowIsRefused() {
        assertEquals("baseline of 1 windows: needs at least 2", assertThrows(IllegalArgumentException.class,
                () -> ShareTest.above(new LabelCount(1, 2), List.of(new LabelCount(1, 2)))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new LabelCount(3, 2));
    }
}
