package dev.lathe.cuda.family;

import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.Philox;

/// The struct `Dropout` of `philox.cuh`.
final class DropoutWords {
    private DropoutWords() {}

    static int[] of(DropoutDecisions dropout) {
        return new int[] {
            Philox.key0(dropout.seed()), Philox.key1(dropout.seed(), dropout.step()), dropout.site(),
            dropout.threshold(), Float.floatToRawIntBits(dropout.keptScale())
        };
    }
}
