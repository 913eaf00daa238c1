package dev.lathe.testkit;

import dev.lathe.tensor.device.Backend;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A number for each sample of each spec that stands for all bits of its outputs and gradients.
public final class Fingerprint {
    private static final long PRIME = 0x100000001B3L;

    private Fingerprint() {}

    /// @param largest samples with more input floats are left out
    public static Map<String, Long> of(List<OpSpec> specs, Backend backend, long seed, long largest) {
        var prints = new TreeMap<String, Long>();
        for (var spec : specs) {
            var rand = new Rand(seed);
            var execution = new Execution(spec, backend);
            for (var sample : spec.samples(rand)) {
                if (sample.size() <= largest) {
                    // Seeded by the name, not drawn: a sample left out must not change the next one's.
                    int outputs = spec.reference(sample).values().length;
                    double[] gradOutput = new Rand(sample.name().hashCode()).normal(outputs).values();
                    var result = execution.run(sample, Set.copyOf(sample.differentiable()), List.of(gradOutput));
                    prints.put(spec.name() + ", " + sample.name(), print(result));
                }
            }
        }
        return prints;
    }

    private static long print(Execution.Result result) {
        long print = add(result.shape().hashCode(), result.output());
        for (float[] gradient : result.gradients().values()) {
            print = add(print, gradient);
        }
        return print;
    }

    private static long add(long print, float[] values) {
        long sum = print;
        for (float v : values) {
            sum = (sum ^ Float.floatToRawIntBits(v)) * PRIME;
        }
        return sum;
    }
}
