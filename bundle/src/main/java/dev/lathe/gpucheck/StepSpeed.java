package dev.lathe.gpucheck;

import dev.lathe.Device;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Times training steps and inference from the caller's side: all that a user waits for once the model is loaded.
record StepSpeed() implements Part.Task {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 15;
    private static final List<String> WHILE_BUSY =
            List.of("clocks.sm", "clocks.mem", "power.draw", "temperature.gpu", "memory.used", "utilization.gpu");

    @Override
    public void run(Setup setup, Findings findings) {
        try (Device gpu = setup.openGpu()) {
            findings.fact("runs on", gpu.toString());
            for (Workload load : List.of(Workload.miniLm(16, 128), Workload.bertBase(32, 128))) {
                training(setup, setup.small() ? load.small() : load, gpu, findings);
            }
            for (Workload load : List.of(
                    Workload.miniLm(1, 128), Workload.miniLm(64, 128), Workload.bertBase(1, 128),
                    Workload.bertBase(32, 128))) {
                inference(setup.small() ? load.small() : load, gpu, findings);
            }
        }
    }

    private static void training(Setup setup, Workload load, Device gpu, Findings findings) {
        try (var model = new TrainedModel(load, gpu.backend())) {
            double[] seconds = seconds(model::step);
            report(load.name() + " training", load, 3, seconds, findings);
            NvidiaSmi.queryDuring(setup.pciAddress(), WHILE_BUSY, model::step).ifPresent(
                    answer -> findings.fact("nvidia-smi meanwhile", answer));
        }
    }

    private static void inference(Workload load, Device gpu, Findings findings) {
        try (var model = new TrainedModel(load, gpu.backend())) {
            report(load.name() + " inference", load, 1, seconds(model::infer), findings);
        }
    }

    /// @param passes how many times the work of a forward pass is done
    private static void report(String name, Workload load, int passes, double[] seconds, Findings findings) {
        findings.figure(name, "ms", each(seconds, s -> s * 1e3));
        findings.figure(name, "TFLOP/s", each(seconds, s -> passes * load.operations() / s / 1e12));
        findings.figure(name, "tokens/s", each(seconds, s -> load.tokens() / s));
    }

    private static double[] each(double[] seconds, DoubleUnaryOperator figure) {
        return Arrays.stream(seconds).map(figure).toArray();
    }

    private static double[] seconds(Runnable step) {
        for (int i = 0; i < WARM_UP; i++) {
            step.run();
        }
        var seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            step.run();
            seconds[round] = (System.nanoTime() - begin) / 1e9;
        }
        return seconds;
    }
}
