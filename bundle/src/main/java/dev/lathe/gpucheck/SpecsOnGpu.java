package dev.lathe.gpucheck;

import dev.lathe.Device;
import dev.lathe.testkit.Conformance;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.spec.AllSpecs;
import java.util.List;

/// Holds the spec of every op against the GPU: values and gradients against double precision, and refusals.
record SpecsOnGpu() implements Part.Task {
    private static final long SEED = 42;

    @Override
    public void run(Setup setup, Findings findings) {
        try (Device gpu = setup.openGpu()) {
            findings.fact("runs on", gpu.toString());
            for (OpSpec spec : AllSpecs.list()) {
                List<String> failures = new Conformance(spec, SEED).run(gpu.backend());
                findings.check(spec.name(), failures.isEmpty(), summary(failures));
            }
        }
    }

    private static String summary(List<String> failures) {
        return switch (failures.size()) {
            case 0 -> "";
            case 1 -> failures.getFirst();
            default -> "%s (and %d more)".formatted(failures.getFirst(), failures.size() - 1);
        };
    }
}
