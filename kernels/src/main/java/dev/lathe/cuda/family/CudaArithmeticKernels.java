package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.tensor.device.ArithmeticKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;

/// Launches `arithmetic.cu`: one thread an element, or one block an element of a sum.
public final class CudaArithmeticKernels implements ArithmeticKernels {
    private final Kernel add;
    private final Kernel multiply;
    private final Kernel subtract;
    private final Kernel divide;
    private final Kernel select;
    private final Kernel copyStrided;
    private final Kernel scale;
    private final Kernel sumTo;

    public CudaArithmeticKernels(KernelModule module) {
        add = module.kernel("add");
        multiply = module.kernel("multiply");
        subtract = module.kernel("subtract");
        divide = module.kernel("divide");
        select = module.kernel("choose");
        copyStrided = module.kernel("copyStrided");
        scale = module.kernel("scale");
        sumTo = module.kernel("sumTo");
    }

    @Override
    public void add(Operand a, Operand b, Buffer y, int[] dims) {
        combine(add, a, b, y, dims);
    }

    @Override
    public void multiply(Operand a, Operand b, Buffer y, int[] dims) {
        combine(multiply, a, b, y, dims);
    }

    @Override
    public void subtract(Operand a, Operand b, Buffer y, int[] dims) {
        combine(subtract, a, b, y, dims);
    }

    @Override
    public void divide(Operand a, Operand b, Buffer y, int[] dims) {
        combine(divide, a, b, y, dims);
    }

    @Override
    public void select(Operand mask, Operand a, Operand b, Buffer y, int[] dims) {
        Axes masks = Axes.of(dims, mask.strides(), mask.strides());
        Axes choices = Axes.of(dims, a.strides(), b.strides());
        int count = choices.count();
        select.launch().ints(mask.buffer()).floats(a.buffer()).floats(b.buffer()).floats(y)
                .struct(masks.struct(select.name())).struct(choices.struct(select.name())).value(count).elements(count);
    }

    @Override
    public void copy(View from, View to, boolean add, int[] dims) {
        Axes space = Axes.of(dims, from.strides(), to.strides());
        int count = space.count();
        copyStrided.launch().floats(from.buffer(), from.first()).floats(to.buffer(), to.first()).flag(add)
                .struct(space.struct(copyStrided.name())).value(count).elements(count);
    }

    @Override
    public void scale(Buffer x, float factor, Destination y, int count) {
        scale.launch().floats(x).value(factor).into(y).value(count).elements(count);
    }

    @Override
    public void copy(Buffer from, Destination to, int count) {
        scale(from, 1, to, count);
    }

    @Override
    public void sumTo(Buffer x, int[] dims, Destination sum, int[] strides) {
        int[] dense = Axes.dense(dims);
        Axes kept = Axes.where(false, dims, dense, strides);
        Axes summed = Axes.where(true, dims, dense, strides);
        int terms = summed.count();
        sumTo.launch().floats(x).into(sum).struct(kept.struct("sumTo")).struct(summed.struct("sumTo")).value(terms)
                .blocks(kept.count(), 1, 1, Launch.threadsFor(terms), 0);
    }

    private static void combine(Kernel kernel, Operand a, Operand b, Buffer y, int[] dims) {
        Axes space = Axes.of(dims, a.strides(), b.strides());
        int count = space.count();
        kernel.launch().floats(a.buffer()).floats(b.buffer()).floats(y).struct(space.struct(kernel.name()))
                .value(count).elements(count);
    }
}
