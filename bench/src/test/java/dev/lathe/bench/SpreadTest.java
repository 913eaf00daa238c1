package dev.lathe.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void takesTheMiddleOfAnOddRow() {
        assertEquals(new Spread(1, 2, 9), Spread.of(9, 1, 2));
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddle() {
        assertEquals(new Spread(1, 2.5, 9), Spread.of(3, 9, 1, 2));
    }

    @Test
    void refusesNoValues() {
        var refusal = assertThrows(IllegalArgumentException.class, Spread::of);
        assertEquals("spread: no values", refusal.getMessage());
    }
}
