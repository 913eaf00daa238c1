package dev.lathe.cuda;

import dev.lathe.tensor.device.Dropout;
import dev.lathe.tensor.device.Philox;

/// The struct `Dropout` of `philox.cuh`.
final class DropoutWords {
    private DropoutWords() {}

    static int[] of(Dropout dropout) {
        return new int[] {
            Philox.key0(dropout.seed()), Philox.key1(dropout.seed(), dropout.step()), dropout.site(),
            dropout.threshold(), Float.floatToRawIntBits(dropout.keptScale())
        };
    }
}
