package dev.lathe.train.evaluate.score;

import static dev.lathe.train.evaluate.ScoreFields.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class McNemarTestTest {

    @Test
    void comparesTheApprovalRatingsOfAgrestisBook() {
        // Agresti 1990, page 350: 150 and 86 discordant pairs. With one degree of freedom p = erfc(sqrt(x / 2)).
        McNemarTest test = McNemarTest.of(150, 86);
        assertFalse(test.exact());
        assertEquals(63.0 * 63 / 236, test.statistic(), 1e-12);
        assertEquals(4.1145622813459415e-05, test.pValue(), 1e-15);
    }

    @Test
    void throwsACoinForFewPairs() {
        // 2 (1 + 16 + 120 + 560 + 1820) / 2^16
        McNemarTest test = McNemarTest.of(12, 4);
        assertTrue(test.exact());
        assertEquals(5034.0 / 65536, test.pValue(), 1e-12);
        assertEquals(test.pValue(), McNemarTest.of(4, 12).pValue());
        assertEquals(2 / 32.0, McNemarTest.of(5, 0).pValue(), 1e-15);
        assertEquals(1, McNemarTest.of(3, 3).pValue());
        assertEquals(1, McNemarTest.of(0, 0).pValue());
    }

    @Test
    void changesToChiSquareAtTwentyFivePairs() {
        assertTrue(McNemarTest.of(20, 4).exact());
        assertFalse(McNemarTest.of(20, 5).exact());
        // Both tests say nearly the same there: 2 (sum of C(25,k), k = 0..5) / 2^25 = 0.00408
        assertEquals(14.0 * 14 / 25, McNemarTest.of(20, 5).statistic(), 1e-12);
        assertEquals(0.00511, McNemarTest.of(20, 5).pValue(), 5e-6);
        assertEquals(0, McNemarTest.of(20, 20).statistic());
        assertEquals(1, McNemarTest.of(20, 20).pValue());
    }

    @Test
    void countsWhereExactlyOneIsRight() {
        McNemarTest test = McNemarTest.of(
                new boolean[] {true, true, true, false, false, true}, new boolean[] {true, false, false, true, false, true});
        assertEquals(2, test.onlyFirst());
        assertEquals(1, test.onlySecond());
    }

    @Test
    void readsAsOneLineAndAsJson() {
        assertEquals("first alone right 20 times, second 5 times: p = 0.0051 (chi-square 7.8400)", McNemarTest.of(20, 5).toText());
        // scipy.stats.chi2.sf(399² / 400, 1), which 1 less the distribution function gives as 0.
        assertEquals(1.5e-88, McNemarTest.of(400, 0).pValue(), 0.1e-88);
        assertEquals("first alone right 400 times, second 0 times: p < 0.0001 (chi-square 398.0025)", McNemarTest.of(400, 0).toText());
        assertEquals("first alone right 5 times, second 0 times: p = 0.0625 (exact)", McNemarTest.of(5, 0).toText());
        assertEquals("{\"only_first\":5,\"only_second\":0,\"statistic\":null,\"p_value\":0.0625,\"exact\":true}",
                json(McNemarTest.of(5, 0)::writeFields));
    }

    @Test
    void refusesUnequalLengthsAndNothing() {
        assertEquals("McNemar's test: 1 results of one model, 2 of the other: need one of each for every example",
                assertThrows(IllegalArgumentException.class,
                        () -> McNemarTest.of(new boolean[1], new boolean[2])).getMessage());
        assertEquals("McNemar's test: -1 and 2: negative count",
                assertThrows(IllegalArgumentException.class, () -> McNemarTest.of(-1, 2)).getMessage());
    }
}
