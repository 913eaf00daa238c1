package dev.lathe.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void printsWithoutSpaces() {
        assertEquals("[8,128,768]", Shape.of(8, 128, 768).toString());
        assertEquals("[]", Shape.SCALAR.toString());
    }

    @Test
    void countsItsElements() {
        assertEquals(24, Shape.of(2, 3, 4).size());
        assertEquals(1, Shape.SCALAR.size());
        assertEquals(0, Shape.of(5, 0).size());
    }

    @Test
    void countsNegativeAxesFromTheLast() {
        assertEquals(4, Shape.of(2, 3, 4).dim(-1));
        assertEquals(2, Shape.of(2, 3, 4).dim(-3));
        assertEquals(3, Shape.of(2, 3, 4).dim(1));
    }

    @Test
    void isAValue() {
        assertEquals(Shape.of(2, 3), Shape.of(2, 3));
        assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
        assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
        assertNotEquals(Shape.of(1), Shape.SCALAR);
    }

    @Test
    void doesNotChangeWithTheArraysAroundIt() {
        int[] dims = {2, 3};
        Shape shape = Shape.of(dims);
        dims[0] = 9;
        shape.toArray()[1] = 9;
        assertArrayEquals(new int[] {2, 3}, shape.toArray());
    }

    @Test
    void refusesNegativeDimensionsAndTooManyElements() {
        assertEquals("shape [2,-1]: dimension 1 is negative",
                assertThrows(IllegalArgumentException.class, () -> Shape.of(2, -1)).getMessage());
        assertEquals("shape [65536,32768]: more than 2147483647 elements",
                assertThrows(IllegalArgumentException.class, () -> Shape.of(65536, 32768)).getMessage());
        assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE).size());
    }
}
