package dev.lathe.train.evaluate.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PairwiseSumTest {

    @Test
    void hasTheLastBitOfNumPy() {
        // numpy.array([1 / (i + 1) for i in range(n)]).sum(); one after the other the last three end in other digits.
        assertEquals(2.5928571428571425, sumOfReciprocals(7));
        assertEquals(2.7178571428571425, sumOfReciprocals(8));
        assertEquals(5.433147092589173, sumOfReciprocals(128));
        assertEquals(5.440899030573669, sumOfReciprocals(129));
        assertEquals(6.282663880299504, sumOfReciprocals(300));
    }

    @Test
    void ofNothingIsZero() {
        assertEquals(0, PairwiseSum.of(new double[0]));
    }

    private static double sumOfReciprocals(int count) {
        return PairwiseSum.of(IntStream.rangeClosed(1, count).mapToDouble(i -> 1.0 / i).toArray());
    }
}
