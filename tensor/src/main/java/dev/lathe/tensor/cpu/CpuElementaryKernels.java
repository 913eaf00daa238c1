package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.FloatMath;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.ElementaryKernels;

/// Elementary functions in plain Java: no model here spends time in them, so there is no other form to keep equal.
final class CpuElementaryKernels implements ElementaryKernels {
    private final Ranges ranges;

    CpuElementaryKernels(Ranges ranges) {
        this.ranges = ranges;
    }

    @FunctionalInterface
    private interface Loop {
        void run(float[] x, int xAt, float[] y, int yAt, int n);
    }

    @Override
    public void exp(Buffer x, Buffer y, int count) {
        apply(x, y, count, (in, inAt, out, outAt, n) -> {
            for (int i = 0; i < n; i++) {
                out[outAt + i] = FloatMath.exp(in[inAt + i]);
            }
        });
    }

    @Override
    public void log(Buffer x, Buffer y, int count) {
        apply(x, y, count, (in, inAt, out, outAt, n) -> {
            for (int i = 0; i < n; i++) {
                out[outAt + i] = FloatMath.log(in[inAt + i]);
            }
        });
    }

    @Override
    public void sqrt(Buffer x, Buffer y, int count) {
        apply(x, y, count, (in, inAt, out, outAt, n) -> {
            for (int i = 0; i < n; i++) {
                out[outAt + i] = (float) Math.sqrt(in[inAt + i]);
            }
        });
    }

    @Override
    public void sigmoid(Buffer x, Buffer y, int count) {
        apply(x, y, count, (in, inAt, out, outAt, n) -> {
            for (int i = 0; i < n; i++) {
                out[outAt + i] = 1 / (1 + FloatMath.exp(-in[inAt + i]));
            }
        });
    }

    @Override
    public void sigmoidGradInput(Buffer gradY, Buffer y, Destination gradX, int count) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats kept = HostFloats.of(y);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        ranges.elements(count, (from, to, scratch) -> {
            for (int i = from; i < to; i++) {
                float s = kept.array()[kept.offset() + i];
                float r = g.array()[g.offset() + i] * (s * (1 - s));
                int at = out.offset() + i;
                out.array()[at] = gradX.add() ? out.array()[at] + r : r;
            }
        });
    }

    private void apply(Buffer x, Buffer y, int count, Loop loop) {
        HostFloats in = HostFloats.of(x);
        HostFloats out = HostFloats.forWriting(y);
        ranges.elements(count, (from, to, scratch) -> loop.run(
                in.array(), in.offset() + from, out.array(), out.offset() + from, to - from));
    }
}
