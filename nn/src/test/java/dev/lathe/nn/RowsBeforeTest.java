package dev.lathe.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.tensor.op.shape.SliceOp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowsBeforeTest {
    private final CpuBackend backend = new CpuBackend(1);

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void rowsStandBeforeThoseOfEachSequenceAndGoAgain() {
        try (var ws = Workspace.inference("test", backend)) {
            var before = new RowsBefore(ws, PackedSequences.ofPart(ws, 5, 1, 2), 2);
            Tensor joined = before.joined(ws, ws.of(Shape.of(2, 1), -1, -2), ws.of(Shape.of(3, 1), 1, 2, 3));
            assertArrayEquals(new float[] {-1, -2, 1, -1, -2, 2, 3}, joined.toArray());
            assertArrayEquals(new int[] {0, 0, 7, 0, 0, 8, 9}, before.joined(7, 8, 9));
            assertArrayEquals(new float[] {1, 2, 3}, before.own(ws, joined).toArray());
            assertArrayEquals(new float[] {-1, -1, 3}, before.ownBehindTheFirst(ws, joined).toArray());
            assertArrayEquals(new int[] {5, 5, 5, 6, 6, 6, 6}, before.all().exampleTensor().toIntArray(), "dropout counts the same examples");
            assertEquals(4, before.all().longest());
        }
    }

    @Test
    void everySequenceAddsToTheRowsGradient() {
        try (var model = Workspace.model("model", backend); var ws = Workspace.recording("step", backend)) {
            var rows = new LearnedRows(ModelScope.root(model), 2, 3, 1, Initializer.ONES);
            assertEquals(2, rows.count());
            var table = model.parameter("table", Shape.of(2, 3));
            table.value().buffer().write(0, new float[] {1, 2, 3, 4, 5, 6}, 0, 6);
            Tensor x = ws.of(Shape.of(3, 1), 1, 2, 3);
            var before = new RowsBefore(ws, PackedSequences.of(ws, 1, 2), 2);
            Tensor joined = before.joined(ws, SliceOp.apply(ws, table.value(), 1, 1, 1), x);
            assertArrayEquals(new float[] {2, 5, 1, 2, 5, 2, 3}, joined.toArray());
            ws.backward(SumOp.apply(ws, MulOp.apply(ws, joined, ws.of(Shape.of(7, 1), 1, 2, 3, 4, 5, 6, 7))));
            assertArrayEquals(new float[] {0, 5, 0, 0, 7, 0}, table.gradient().toArray());
        }
    }

    @Test
    void partsStandSideBySide() {
        try (var model = Workspace.model("model", backend); var ws = Workspace.inference("test", backend)) {
            ModelScope scope = ModelScope.root(model);
            var rows = new LearnedRows(scope.child("bert"), 2, 2, 2, Initializer.ZEROS);
            ModelParameter table = scope.parameters().getFirst();
            assertEquals("bert.prompt_embeddings [2,4]", table.name() + " " + table.parameter().shape());
            table.parameter().value().buffer().write(0, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8);
            assertArrayEquals(new float[] {1, 2, 5, 6}, rows.part(ws, 0).toArray());
            assertArrayEquals(new float[] {3, 4, 7, 8}, rows.part(ws, 1).toArray());
        }
    }
}
