package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.memory.HostInts;
import dev.lathe.tensor.cpu.product.Operand;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.device.ArithmeticKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import java.util.Arrays;

/// Sums, products, choices and copies with broadcasting: the last axis in one loop, the others by counting.
final class CpuArithmeticKernels implements ArithmeticKernels {
    private final Ranges ranges;
    private final MapLoops maps;
    private final RowSums rowSums;

    CpuArithmeticKernels(Ranges ranges, MapLoops maps, RowSums rowSums) {
        this.ranges = ranges;
        this.maps = maps;
        this.rowSums = rowSums;
    }

    @FunctionalInterface
    private interface Loop {
        void run(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);
    }

    @Override
    public void add(Operand a, Operand b, Buffer y, int[] dims) {
        combine(a, b, HostFloats.of(y), dims, maps::add);
    }

    @Override
    public void multiply(Operand a, Operand b, Buffer y, int[] dims) {
        combine(a, b, HostFloats.of(y), dims, maps::multiply);
    }

    @Override
    public void subtract(Operand a, Operand b, Buffer y, int[] dims) {
        combine(a, b, HostFloats.forWriting(y), dims, (left, leftAt, right, rightAt, out, outAt, n) -> {
            for (int i = 0; i < n; i++) {
                out[outAt + i] = left[leftAt + i] - right[rightAt + i];
            }
        });
    }

    @Override
    public void divide(Operand a, Operand b, Buffer y, int[] dims) {
        combine(a, b, HostFloats.forWriting(y), dims, (left, leftAt, right, rightAt, out, outAt, n) -> {
            for (int i = 0; i < n; i++) {
                out[outAt + i] = left[leftAt + i] / right[rightAt + i];
            }
        });
    }

    @Override
    public void select(Operand mask, Operand a, Operand b, Buffer y, int[] dims) {
        HostInts choice = HostInts.of(mask.buffer());
        HostFloats left = HostFloats.of(a.buffer());
        HostFloats right = HostFloats.of(b.buffer());
        HostFloats out = HostFloats.forWriting(y);
        int[] dense = dense(dims);
        int maskStep = step(mask.strides());
        int aStep = step(a.strides());
        int bStep = step(b.strides());
        eachRow(dims, (row, cols) -> {
            int maskAt = at(row * cols, dense, dims, mask.strides());
            int aAt = left.offset() + at(row * cols, dense, dims, a.strides());
            int bAt = right.offset() + at(row * cols, dense, dims, b.strides());
            for (int i = 0; i < cols; i++) {
                out.array()[out.offset() + row * cols + i] = choice.get(maskAt + i * maskStep) != 0
                        ? left.array()[aAt + i * aStep]
                        : right.array()[bAt + i * bStep];
            }
        });
    }

    @Override
    public void copy(View from, View to, boolean add, int[] dims) {
        HostFloats in = HostFloats.of(from.buffer());
        HostFloats out = HostFloats.forWriting(to.buffer());
        int[] dense = dense(dims);
        int inStep = step(from.strides());
        int outStep = step(to.strides());
        eachRow(dims, (row, cols) -> {
            int inAt = in.offset() + from.first() + at(row * cols, dense, dims, from.strides());
            int outAt = out.offset() + to.first() + at(row * cols, dense, dims, to.strides());
            if (!add && inStep == 1 && outStep == 1) {
                System.arraycopy(in.array(), inAt, out.array(), outAt, cols);
                return;
            }
            for (int i = 0; i < cols; i++) {
                float v = in.array()[inAt + i * inStep];
                int o = outAt + i * outStep;
                out.array()[o] = add ? out.array()[o] + v : v;
            }
        });
    }

    @Override
    public void scale(Buffer x, float factor, Destination y, int count) {
        HostFloats in = HostFloats.of(x);
        HostFloats out = HostFloats.forWriting(y.buffer());
        ranges.elements(count, (from, to, scratch) -> maps.scale(
                in.array(), in.offset() + from, factor, out.array(), out.offset() + from, y.add(), to - from));
    }

    @Override
    public void copy(Buffer from, Destination to, int count) {
        if (to.add()) {
            scale(from, 1, to, count);
        } else {
            HostFloats in = HostFloats.of(from);
            HostFloats out = HostFloats.forWriting(to.buffer());
            System.arraycopy(in.array(), in.offset(), out.array(), out.offset(), count);
        }
    }

    @Override
    public void sumTo(Buffer x, int[] dims, Destination sum, int[] strides) {
        HostFloats in = HostFloats.of(x);
        int cols = dims.length == 0 ? 1 : dims[dims.length - 1];
        if (isRow(dims, strides)) {
            rowSums.single(sum, cols == 0 ? 0 : count(dims) / cols, cols, (row, block, at) ->
                    maps.add(block, at, in.array(), in.offset() + row * cols, block, at, cols));
            return;
        }
        HostFloats out = HostFloats.forWriting(sum.buffer());
        if (!sum.add()) {
            Arrays.fill(out.array(), out.offset(), out.offset() + out.size(), 0);
        }
        int count = count(dims);
        int[] dense = dense(dims);
        for (int i = 0; i < count; i++) {
            out.array()[out.offset() + at(i, dense, dims, strides)] += in.array()[in.offset() + i];
        }
    }

    /// One run through the last axis of an index space.
    @FunctionalInterface
    private interface Row {
        void run(int row, int cols);
    }

    private void eachRow(int[] dims, Row each) {
        int cols = dims.length == 0 ? 1 : dims[dims.length - 1];
        ranges.rows(cols == 0 ? 0 : count(dims) / cols, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                each.run(row, cols);
            }
        });
    }

    /// Along the last axis.
    private static int step(int[] strides) {
        return strides.length == 0 ? 1 : strides[strides.length - 1];
    }

    private void combine(Operand a, Operand b, HostFloats y, int[] dims, Loop loop) {
        HostFloats left = HostFloats.of(a.buffer());
        HostFloats right = HostFloats.of(b.buffer());
        int[] dense = dense(dims);
        if (Arrays.equals(dense, a.strides()) && Arrays.equals(dense, b.strides())) {
            ranges.elements(count(dims), (from, to, scratch) -> loop.run(
                    left.array(), left.offset() + from, right.array(), right.offset() + from,
                    y.array(), y.offset() + from, to - from));
            return;
        }
        int last = dims.length - 1;
        int cols = dims[last];
        ranges.rows(cols == 0 ? 0 : count(dims) / cols, cols, (from, to, scratch) -> {
            float[] spreadA = scratch.floats(Scratch.Use.PARTIAL, cols);
            float[] spreadB = scratch.floats(Scratch.Use.PARTIAL_2, cols);
            for (int row = from; row < to; row++) {
                int aAt = left.offset() + at(row * cols, dense, dims, a.strides());
                int bAt = right.offset() + at(row * cols, dense, dims, b.strides());
                boolean spreads = a.strides()[last] == 0 && cols > 1;
                boolean otherSpreads = b.strides()[last] == 0 && cols > 1;
                loop.run(
                        spreads ? spread(left.array()[aAt], spreadA, cols) : left.array(), spreads ? 0 : aAt,
                        otherSpreads ? spread(right.array()[bAt], spreadB, cols) : right.array(), otherSpreads ? 0 : bAt,
                        y.array(), y.offset() + row * cols, cols);
            }
        });
    }

    /// Whether the result is one row: the last axis stays and all others are summed.
    private static boolean isRow(int[] dims, int[] strides) {
        int last = dims.length - 1;
        if (last < 1 || strides[last] != 1) {
            return false;
        }
        for (int axis = 0; axis < last; axis++) {
            if (strides[axis] != 0) {
                return false;
            }
        }
        return true;
    }

    private static float[] spread(float value, float[] over, int cols) {
        Arrays.fill(over, 0, cols, value);
        return over;
    }

    /// Where the operand holds element `i` of the dense output.
    private static int at(int i, int[] dense, int[] dims, int[] strides) {
        int at = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            at += i / dense[axis] % dims[axis] * strides[axis];
        }
        return at;
    }

    private static int count(int[] dims) {
        int count = 1;
        for (int d : dims) {
            count *= d;
        }
        return count;
    }

    private static int[] dense(int[] dims) {
        var strides = new int[dims.length];
        int stride = 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dims[axis];
        }
        return strides;
    }
}
