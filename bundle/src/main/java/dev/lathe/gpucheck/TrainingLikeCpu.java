package dev.lathe.gpucheck;

import dev.lathe.Device;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.device.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Trains a model on the CPU and twice on the GPU: the losses, gradient norms and first gradients must be the CPU's but
/// for rounding, and the second run's those of the first to the bit.
///
/// @param workload to train on
record TrainingLikeCpu(Workload workload) implements Part.Task {
    private static final double ALLOWED = 1e-4;

    /// @param gradients of the first step, a parameter each
    private record Training(List<TrainedModel.Step> steps, List<String> names, List<float[]> gradients) {}

    @Override
    public void run(Setup setup, Findings findings) {
        Workload load = setup.small() ? workload.small() : workload;
        try (Device gpu = setup.openGpu(); Device cpu = Device.cpu()) {
            findings.fact("runs on", gpu.toString());
            findings.fact("workload", "%s, %d tokens in %d texts, %d steps, dropout %s".formatted(
                    load.name(), load.tokens(), load.lengths().size(), load.steps(), load.config().hiddenDropoutProb()));
            Training got = train(load, gpu.backend());
            compare(train(load, cpu.backend()), got, findings);
            compareBits(got, train(load, gpu.backend()), findings);
        }
    }

    private static void compareBits(Training got, Training again, Findings findings) {
        boolean sameGradients = true;
        for (int i = 0; i < got.gradients.size(); i++) {
            sameGradients &= Arrays.equals(got.gradients.get(i), again.gradients.get(i));
        }
        findings.check("a second run gives the same bits", sameGradients && got.steps.equals(again.steps), "");
    }

    private static Training train(Workload load, Backend backend) {
        var training = new Training(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (var model = new TrainedModel(load, backend)) {
            for (int step = 0; step < load.steps(); step++) {
                training.steps.add(step > 0 ? model.step() : model.step(() -> {
                    for (Parameter parameter : model.parameters()) {
                        training.names.add(parameter.name());
                        training.gradients.add(parameter.gradient().toArray());
                    }
                }));
            }
        }
        return training;
    }

    private static void compare(Training want, Training got, Findings findings) {
        double loss = 0;
        double norm = 0;
        double largestNorm = 0;
        for (int step = 0; step < want.steps.size(); step++) {
            loss = Math.max(loss, difference(want.steps.get(step).loss(), got.steps.get(step).loss()));
            double cpu = want.steps.get(step).gradientNorm();
            norm = Math.max(norm, difference(cpu, got.steps.get(step).gradientNorm()));
            largestNorm = Math.max(largestNorm, cpu);
        }
        findings.fact("losses on the CPU", String.format(
                Locale.ROOT, "%.6f to %.6f", want.steps.getFirst().loss(), want.steps.getLast().loss()));
        findings.difference("losses: largest difference", loss, ALLOWED);
        findings.difference("gradient norms: the same, over the largest norm", norm / largestNorm, ALLOWED);
        compareGradients(want, got, findings);
    }

    /// Against the norm of all gradients: some are 0 but for rounding, and have no relative error.
    private static void compareGradients(Training want, Training got, Findings findings) {
        double all = want.steps.getFirst().gradientNorm();
        double sum = 0;
        double worst = -1;
        String where = "";
        for (int i = 0; i < want.gradients.size(); i++) {
            double squares = squaredDistance(want.gradients.get(i), got.gradients.get(i));
            sum += squares;
            if (!(squares <= worst)) {
                worst = squares;
                where = want.names.get(i);
            }
        }
        findings.difference("gradients: distance over their norm", Math.sqrt(sum) / all, ALLOWED);
        findings.fact("most of it in", String.format(Locale.ROOT, "%s, %.1e", where, Math.sqrt(worst) / all));
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    /// Infinite where one of them is no number.
    private static double difference(double a, double b) {
        double difference = Math.abs(a - b);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }
}
