package dev.lathe.train.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.Objective.PartLoss;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is not finite ends a training before it moves anything; what is moves at its rate.
class TrainerTest {
    private static final float[] START = {0.5f, -2};

    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace model = Workspace.model("model", backend);
    private final Parameter parameter = model.parameter("weight", Shape.of(2));

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    /// The gradient is 1 whatever the example; the loss is not.
    @Test
    void aLossThatIsNoNumberMovesNothingThoughItsGradientIsFinite() {
        assertEquals("step 1: loss is NaN, first in add at weight", failure(1, 1, Float.NaN, 3, 3, 3));
        assertEquals("step 1: loss is Infinity, first in add at weight", failure(1, 4, 3, 3, Float.POSITIVE_INFINITY, 3));
        assertEquals("step 1: loss is NaN, first in add at weight", failure(1, 2, 3, Float.NaN, 3, 3));
    }

    @Test
    void aGradientWhoseSquareIsInfiniteMovesNothing() {
        assertEquals("step 1: norm of the gradients is Infinity", failure(1e30f, 1, 3, 3, 3, 3));
    }

    @Test
    void aParameterMovesAtTheRateThatTheObjectiveGivesIt() throws IOException {
        var fast = model.parameter("fast", Shape.of(2));
        parameter.value().buffer().write(0, START, 0, START.length);
        fast.value().buffer().write(0, START, 0, START.length);
        var objective = new Objective<Float>() {
            @Override
            public PartLoss of(Workspace ws, List<Float> examples, int firstExample) {
                return new PartLoss(AddOp.apply(ws, SumOp.apply(ws, parameter.value()), SumOp.apply(ws, fast.value())), 1, 1);
            }

            @Override
            public double rate(String name, double usual) {
                return name.equals("fast") ? 0.25 : usual;
            }
        };
        var options = TrainingOptions.builder().epochs(1).learningRate(0.125).weightDecay(0).warmup(0).build();
        try (var trainer = new Trainer<>(objective, List.of(parameter, fast), List.of(1f), options, backend)) {
            trainer.epoch(1, metrics -> {});
        }
        float moved = START[0] - parameter.value().toArray()[0];
        assertEquals(0.125, moved, 1e-5, "AdamW's first step is as long as its rate");
        assertEquals(2 * moved, START[0] - fast.value().toArray()[0], 1e-5);
    }

    /// @param slope of the loss
    /// @param parts of a step, which has all examples or two
    private String failure(float slope, int parts, float... examples) {
        parameter.value().buffer().write(0, START, 0, START.length);
        List<Float> list = List.of(examples[0], examples[1], examples[2], examples[3]);
        var options = TrainingOptions.builder().epochs(1).batchSize(Math.max(1, 2 / parts)).gradAccumulation(parts)
                .learningRate(0.1).warmup(0).shuffle(false).build();
        try (var trainer = new Trainer<Float>(
                (ws, part, first) -> new PartLoss(loss(ws, slope, part), part.size(), 1),
                List.of(parameter), list, options, backend)) {
            String message = assertThrows(ArithmeticException.class, () -> trainer.epoch(1, metrics -> {})).getMessage();
            assertArrayEquals(START, parameter.value().toArray());
            trainer.states().forEach(state -> assertArrayEquals(new float[2], state.value().toArray(), state.name()));
            return message;
        }
    }

    private Tensor loss(Workspace ws, float slope, List<Float> examples) {
        float sum = 0;
        for (float example : examples) {
            sum += example;
        }
        return AddOp.apply(ws, SumOp.apply(ws, ScaleOp.apply(ws, parameter.value(), slope)), ws.of(Shape.SCALAR, sum));
    }
}
