package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.device.ActivationKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;

/// Activation functions over ranges of elements.
final class CpuActivationKernels implements ActivationKernels {
    private final Ranges ranges;
    private final MapLoops maps;

    CpuActivationKernels(Ranges ranges, MapLoops maps) {
        this.ranges = ranges;
        this.maps = maps;
    }

    @FunctionalInterface
    private interface Function {
        void run(float[] x, int xAt, float[] y, int yAt, int n);
    }

    @FunctionalInterface
    private interface Gradient {
        void run(float[] g, int gAt, float[] saved, int savedAt, float[] out, int outAt, boolean add, int n);
    }

    @Override
    public void gelu(Buffer x, Buffer y, int count) {
        apply(maps::gelu, x, y, count);
    }

    @Override
    public void geluGradInput(Buffer gradY, Buffer x, Destination gradX, int count) {
        differentiate(maps::geluGrad, gradY, x, gradX, count);
    }

    @Override
    public void geluNew(Buffer x, Buffer y, int count) {
        apply(maps::geluNew, x, y, count);
    }

    @Override
    public void geluNewGradInput(Buffer gradY, Buffer x, Destination gradX, int count) {
        differentiate(maps::geluNewGrad, gradY, x, gradX, count);
    }

    @Override
    public void tanh(Buffer x, Buffer y, int count) {
        apply(maps::tanh, x, y, count);
    }

    @Override
    public void tanhGradInput(Buffer gradY, Buffer y, Destination gradX, int count) {
        differentiate(maps::tanhGrad, gradY, y, gradX, count);
    }

    @Override
    public void relu(Buffer x, Buffer y, int count) {
        apply(maps::relu, x, y, count);
    }

    @Override
    public void reluGradInput(Buffer gradY, Buffer y, Destination gradX, int count) {
        differentiate(maps::reluGrad, gradY, y, gradX, count);
    }

    private void apply(Function function, Buffer x, Buffer y, int count) {
        HostFloats in = HostFloats.of(x);
        HostFloats out = HostFloats.forWriting(y);
        ranges.elements(count, (from, to, scratch) -> function.run(
                in.array(), in.offset() + from, out.array(), out.offset() + from, to - from));
    }

    private void differentiate(Gradient gradient, Buffer gradY, Buffer saved, Destination gradX, int count) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats kept = HostFloats.of(saved);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        ranges.elements(count, (from, to, scratch) -> gradient.run(
                g.array(), g.offset() + from, kept.array(), kept.offset() + from,
                out.array(), out.offset() + from, gradX.add(), to - from));
    }
}
