package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.optim.Schedule.Course;
import org.junit.jupiter.api.Test;

/// Against the rates of the field's reference implementation, at peak 10 with 2 of 10 steps of warm-up.
class ScheduleTest {
    @Test
    void linear() {
        assertRates(Course.LINEAR, 2, 0, 5, 10, 8.75, 7.5, 6.25, 5, 3.75, 2.5, 1.25);
    }

    @Test
    void cosine() {
        assertRates(Course.COSINE, 2, 0, 5, 10, 9.619397662556434, 8.535533905932738, 6.913417161825449, 5,
                3.0865828381745515, 1.4644660940672627, 0.3806023374435663);
    }

    @Test
    void polynomial() {
        assertRates(Course.POLYNOMIAL, 2, 0, 5, 10, 7.656250023437501, 5.625000043750001, 3.9062500609375, 2.500000075,
                1.4062500859375002, 0.62500009375, 0.15625009843750004);
    }

    @Test
    void constantAfterAWarmUpOfFour() {
        assertRates(Course.CONSTANT, 4, 0, 2.5, 5, 7.5, 10, 10, 10, 10, 10, 10);
    }

    @Test
    void withoutWarmUpTheFirstStepHasThePeak() {
        assertEquals(3e-5, new Schedule(Course.LINEAR, 3e-5, 0, 7).rate(0));
    }

    @Test
    void stepsBeyondTheEndHaveTheLastRate() {
        assertEquals(0, new Schedule(Course.LINEAR, 1, 0, 5).rate(9));
        assertEquals(1, new Schedule(Course.CONSTANT, 1, 0, 5).rate(9));
    }

    @Test
    void refusesWhatIsNoSchedule() {
        assertEquals("schedule: learning rate -1.0: needs 0 or more",
                assertThrows(IllegalArgumentException.class, () -> new Schedule(Course.LINEAR, -1, 0, 5)).getMessage());
        assertEquals("schedule: 2 warm-up steps of 0: needs 0 or more of at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Schedule(Course.LINEAR, 1, 2, 0)).getMessage());
        assertEquals("schedule: step -1: needs 0 or more",
                assertThrows(IllegalArgumentException.class, () -> new Schedule(Course.LINEAR, 1, 2, 5).rate(-1)).getMessage());
    }

    private static void assertRates(Course course, int warmup, double... rates) {
        var schedule = new Schedule(course, 10, warmup, 10);
        for (int step = 0; step < rates.length; step++) {
            assertEquals(rates[step], schedule.rate(step), 1e-12, course + " step " + step);
        }
    }
}
