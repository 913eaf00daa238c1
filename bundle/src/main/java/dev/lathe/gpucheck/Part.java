package dev.lathe.gpucheck;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The parts of the check, in the order in which they run.
enum Part {
    DEVICE("the GPU", 30, List.of(), new DeviceFacts()),
    CONFORMANCE("ops with the cuBLAS found, against double precision", 90, List.of(), new SpecsOnGpu()),
    OWN_PRODUCTS("ops with matrix products of our own", 90, List.of("-Dlathe.cuda.cublas=none"), new SpecsOnGpu()),
    TINY_BERT("fine-tuning a tiny BERT against the CPU", 60, List.of(), new TrainingLikeCpu(Workload.TINY)),
    MINILM("a training step of MiniLM's size against the CPU", 60, List.of(), new TrainingLikeCpu(Workload.MINILM)),
    BERT_BASE("a training step of BERT-base's size against the CPU", 90, List.of(),
            new TrainingLikeCpu(Workload.BERT_BASE)),
    KERNELS("kernels, timed by the GPU", 60, List.of(), new KernelSpeed()),
    STEPS("whole steps, fp32", 90, List.of(), new StepSpeed()),
    PYTORCH("PyTorch on this GPU", 180, List.of(), new PyTorchSpeed());

    private final String title;
    private final Duration limit;
    private final List<String> javaOptions;
    private final Task task;

    /// What a part does, in a process of its own.
    @FunctionalInterface
    interface Task {
        void run(Setup setup, Findings findings);
    }

    Part(String title, int seconds, List<String> javaOptions, Task task) {
        this.title = title;
        this.limit = Duration.ofSeconds(seconds);
        this.javaOptions = javaOptions;
        this.task = task;
    }

    /// For people.
    String title() {
        return title;
    }

    /// After this long its process is ended.
    Duration limit() {
        return limit;
    }

    /// What its process is started with, besides what all are.
    List<String> javaOptions() {
        return javaOptions;
    }

    Task task() {
        return task;
    }

    static Optional<Part> named(String name) {
        for (Part part : values()) {
            if (part.name().equals(name)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
