package dev.lathe.nn.adapter;

import dev.lathe.tensor.Parameter;

/// Values of a parameter on the host, for what is done once and not in a step.
final class HostValues {
    private HostValues() {}

    static float[] of(Parameter parameter) {
        return parameter.value().toArray();
    }

    static void set(Parameter parameter, float... values) {
        parameter.value().buffer().write(0, values, 0, values.length);
    }
}
