package dev.lathe.nn.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.nn.Initializer;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is kept, step by step, as PEFT 0.21's `RankAllocator` keeps it: `allocation` in `checks/src/test/python/adapters.py`.
class RankAllocationTest {
    private static final AdaLora METHOD = AdaLora.DEFAULT.withRanks(4, 2).withSchedule(2, 5, 3);
    private static final int STEPS = 20;
    /// What PEFT keeps of both places after those steps in which it chooses.
    private static final List<String> KEPT = List.of("3 11111101", "6 11010101", "9 11100001", "12 11100001");

    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace model = Workspace.model("model", backend);
    private final List<Parameter> parameters = new ArrayList<>();

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    private RankAllocation allocation(AdaLora method) {
        ModelScope scope = ModelScope.root(model, new AdapterPlan(method, path -> true), (name, shape, own) -> {});
        scope.linear("layer.0.query", 5, 3, Initializer.ZEROS);
        scope.linear("layer.1.query", 3, 2, Initializer.ZEROS);
        parameters.addAll(scope.parameters().stream().map(ModelParameter::parameter).filter(p -> !p.isFrozen()).toList());
        return new RankAllocation(method, parameters, STEPS, model);
    }

    @Test
    void keepsWhatPeftKeeps() {
        RankAllocation allocation = allocation(METHOD);
        var kept = new ArrayList<String>();
        for (int step = 1; step < 15; step++) {
            for (int place = 0; place < 2; place++) {
                for (int kind = 0; kind < 3; kind++) {
                    set(parameters.get(3 * place + kind), step, place, kind);
                }
            }
            allocation.beforeMove(0.5);
            allocation.afterMove(step);
            String left = left();
            if (left.contains("0")) {
                kept.add(step + " " + left);
            }
            parameters.forEach(Parameter::clearGradient);
        }
        assertEquals(KEPT, kept);
    }

    /// Sets values and, by a backward pass, gradients to those of the Python program.
    private void set(Parameter p, int step, int place, int kind) {
        var values = new float[p.shape().size()];
        var gradient = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i * 0.7 + step * (i % 3) + place + 2 * kind);
            gradient[i] = (float) Math.cos(i * 1.1 + step * 0.4 + 3 * place + kind);
        }
        HostValues.set(p, values);
        try (var ws = Workspace.recording("step", backend)) {
            ws.backward(SumOp.apply(ws, MulOp.apply(ws, p.value(), ws.of(p.shape(), gradient))));
        }
    }

    /// A figure for each value of E: 0 if it is.
    private String left() {
        var figures = new StringBuilder();
        for (Parameter p : parameters) {
            if (p.name().endsWith("lora_E")) {
                for (float value : HostValues.of(p)) {
                    figures.append(value == 0 ? '0' : '1');
                }
            }
        }
        return figures.toString();
    }

    @Test
    void inTheLastPartNothingComesBackOrGoes() {
        RankAllocation allocation = allocation(METHOD);
        for (int step = 1; step <= STEPS; step++) {
            String before = left();
            for (int i = 0; i < 6; i++) {
                set(parameters.get(i), step, i / 3, i % 3);
            }
            if (step > 15) {
                // As they were before the move: a set value of 0 is one that had gone.
                restore(before);
            }
            allocation.beforeMove(1);
            for (int i = 1; i < 6; i += 3) {
                set(parameters.get(i), step, i / 3, 1);
            }
            allocation.afterMove(step);
            if (step == 15) {
                assertEquals(4, left().chars().filter(c -> c == '1').count(), "the target: 2 of each of 2 places");
            } else if (step > 15) {
                assertEquals(before, left());
            }
            parameters.forEach(Parameter::clearGradient);
        }
    }

    private void restore(String figures) {
        for (int place = 0; place < 2; place++) {
            Parameter values = parameters.get(3 * place + 1);
            float[] now = HostValues.of(values);
            for (int i = 0; i < now.length; i++) {
                now[i] = figures.charAt(4 * place + i) == '0' ? 0 : now[i];
            }
            HostValues.set(values, now);
        }
    }

    @Test
    void theBudgetFallsWithTheThirdPowerOfWhatIsLeft() {
        assertEquals(List.of(8, 8, 7, 6, 5, 5, 4, 4, 4), IntStream.of(1, 2, 3, 4, 5, 6, 10, 15, 20)
                .mapToObj(step -> METHOD.budget(step, STEPS, 8, 4)).toList());
        assertEquals(10, AdaLora.DEFAULT.beginOf(100));
        assertEquals(30, AdaLora.DEFAULT.endOf(100));
    }

    @Test
    void thePenaltyIsTheMeanDistanceFromOrthogonality() {
        RankAllocation allocation = allocation(METHOD);
        double sum = 0;
        for (int i = 0; i < 6; i++) {
            Parameter p = parameters.get(i);
            set(p, 1, i / 3, i % 3);
            p.clearGradient();
            if (i % 3 != 1) {
                sum += distance(HostValues.of(p), i % 3 == 0);
            }
        }
        try (var ws = Workspace.recording("step", backend)) {
            var penalty = allocation.penalty(ws);
            assertEquals(0.5 * sum / 4, penalty.item(), 1e-5);
            ws.backward(penalty);
        }
        Parameter right = parameters.getFirst();
        float[] values = HostValues.of(right);
        float[] moved = values.clone();
        moved[2] += 1e-3f;
        float[] less = values.clone();
        less[2] -= 1e-3f;
        assertEquals(0.5 / 4 * (distance(moved, true) - distance(less, true)) / (moved[2] - less[2]), right.gradient().toArray()[2], 1e-5);
    }

    /// How far the rows, or the columns, of a matrix of rank 4 are from being orthonormal.
    private static double distance(float[] matrix, boolean rows) {
        int length = matrix.length / 4;
        double squares = 0;
        for (int r = 0; r < 4; r++) {
            for (int s = 0; s < 4; s++) {
                double product = r == s ? -1 : 0;
                for (int i = 0; i < length; i++) {
                    product += rows ? (double) matrix[r * length + i] * matrix[s * length + i] : (double) matrix[i * 4 + r] * matrix[i * 4 + s];
                }
                squares += product * product;
            }
        }
        return Math.sqrt(squares);
    }

    @Test
    void refusesAScheduleWithoutRoom() {
        AdaLora whole = METHOD.withSchedule(15, 5, 1);
        assertEquals("adaloraBegin 15: and 5 steps at the end leave no room in the training's 20",
                assertThrows(IllegalArgumentException.class, () -> allocation(whole)).getMessage());
        assertEquals(OptionalInt.of(15), whole.begin());
    }
}
