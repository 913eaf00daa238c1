package dev.lathe.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextWindowsTest {
    @Test
    void windowsShareTheStrideAndTheLastReachesTheEnd() {
        var windows = TextWindows.moving(5, 2);
        assertEquals(List.of(new Span(0, 0)), windows.over(0));
        assertEquals(List.of(new Span(0, 5)), windows.over(5));
        assertEquals(List.of(new Span(0, 5), new Span(3, 6)), windows.over(6));
        assertEquals(List.of(new Span(0, 5), new Span(3, 8), new Span(6, 9)), windows.over(9));
    }

    @Test
    void aTokenBelongsToTheWindowThatShowsMostAroundIt() {
        var windows = TextWindows.moving(6, 4).over(10);
        assertEquals(List.of(new Span(0, 6), new Span(2, 8), new Span(4, 10)), windows);
        assertArrayEquals(new int[] {0, 0, 0, 0, 1, 1, 2, 2, 2, 2}, TextWindows.widest(windows, 10));
    }

    @Test
    void withoutAStrideEachTokenIsInOneWindow() {
        var windows = TextWindows.moving(2, 0).over(5);
        assertArrayEquals(new int[] {0, 0, 1, 1, 2}, TextWindows.widest(windows, 5));
    }

    @Test
    void windowsThatDoNotMoveOnAreRefused() {
        assertEquals("stride 5: windows of 5 tokens of the text need 0 to 4",
                assertThrows(IllegalArgumentException.class, () -> TextWindows.moving(5, 5)).getMessage());
        assertEquals("stride -1: windows of 5 tokens of the text need 0 to 4",
                assertThrows(IllegalArgumentException.class, () -> TextWindows.moving(5, -1)).getMessage());
    }
}
