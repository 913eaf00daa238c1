package dev.lathe.bert.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.bert.predict.TokenWindows.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenWindowsTest {
    @Test
    void windowsShareTheStrideAndTheLastReachesTheEnd() {
        var windows = new TokenWindows(5, 2);
        assertEquals(List.of(new Window(0, 0)), windows.over(0));
        assertEquals(List.of(new Window(0, 5)), windows.over(5));
        assertEquals(List.of(new Window(0, 5), new Window(3, 6)), windows.over(6));
        assertEquals(List.of(new Window(0, 5), new Window(3, 8), new Window(6, 9)), windows.over(9));
    }

    @Test
    void aTokenBelongsToTheWindowThatShowsMostAroundIt() {
        var windows = new TokenWindows(6, 4).over(10);
        assertEquals(List.of(new Window(0, 6), new Window(2, 8), new Window(4, 10)), windows);
        assertArrayEquals(new int[] {0, 0, 0, 0, 1, 1, 2, 2, 2, 2}, TokenWindows.widest(windows, 10));
    }

    @Test
    void withoutAStrideEachTokenIsInOneWindow() {
        var windows = new TokenWindows(2, 0).over(5);
        assertArrayEquals(new int[] {0, 0, 1, 1, 2}, TokenWindows.widest(windows, 5));
    }

    @Test
    void windowsThatDoNotMoveOnAreRefused() {
        assertEquals("stride 5: windows of 5 tokens of the text need 0 to 4",
                assertThrows(IllegalArgumentException.class, () -> new TokenWindows(5, 5)).getMessage());
        assertEquals("stride -1: windows of 5 tokens of the text need 0 to 4",
                assertThrows(IllegalArgumentException.class, () -> new TokenWindows(5, -1)).getMessage());
    }
}
