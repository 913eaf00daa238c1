package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.Device;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
    @Test
    void averagesAndGivesTheOwnValuesBack() {
        try (Device device = Device.cpu(1); var ws = Workspace.model("parameters", device.backend())) {
            Parameter one = ws.parameter("one", Shape.of(2));
            Parameter two = ws.parameter("two", Shape.of(3));
            one.value().buffer().write(0, new float[] {1, 2}, 0, 2);
            two.value().buffer().write(0, new float[] {3, 4, 5}, 0, 3);
            var average = new WeightAverage(List.of(one, two), ws);
            one.value().buffer().write(0, new float[] {5, -2}, 0, 2);
            average.add(0.25);
            assertEquals(List.of("average", "average"), average.states().stream().map(Optimizer.State::name).toList());
            average.swap();
            assertArrayEquals(new float[] {2, 1}, one.value().toArray());
            assertArrayEquals(new float[] {3, 4, 5}, two.value().toArray());
            assertArrayEquals(new float[] {5, -2}, average.states().getFirst().value().toArray());
            average.swap();
            assertArrayEquals(new float[] {5, -2}, one.value().toArray());
        }
    }

    @Test
    void sharesOfOneOverNAreAMean() {
        try (Device device = Device.cpu(1); var ws = Workspace.model("parameters", device.backend())) {
            Parameter one = ws.parameter("one", Shape.of(1));
            one.value().buffer().write(0, new float[] {100}, 0, 1);
            var average = new WeightAverage(List.of(one), ws);
            for (int n = 1; n <= 4; n++) {
                one.value().buffer().write(0, new float[] {n}, 0, 1);
                average.add(1.0 / n);
            }
            average.swap();
            assertEquals(2.5, one.value().toArray()[0], 1e-6);
        }
    }
}
