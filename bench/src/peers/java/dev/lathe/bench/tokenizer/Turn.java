package dev.lathe.bench.tokenizer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// One contender's go at the texts, repeated until a quarter of a second has passed: the clock of CPU time
/// may tick only a hundred times a second.
///
/// @param seconds    that one repetition took
/// @param cpuSeconds that the process spent on it in all its threads; less than it could have, the machine was elsewhere
record Turn(double seconds, double cpuSeconds) {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final double LEAST_SECONDS = 0.25;

    /// @throws IllegalStateException if the contender finds another number of tokens
    static Turn of(Contender contender, BenchTexts texts, long expected) {
        long startCpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        int repetitions = 0;
        double seconds = 0;
        while (seconds < LEAST_SECONDS) {
            long tokens = contender.encode().tokens(texts.texts());
            if (tokens != expected) {
                throw new IllegalStateException(
                        "%s: %d tokens instead of %d: not the same work".formatted(contender.name(), tokens, expected));
            }
            repetitions++;
            seconds = (System.nanoTime() - start) / 1e9;
        }
        double cpuSeconds = (PROCESS.getProcessCpuTime() - startCpu) / 1e9;
        return new Turn(seconds / repetitions, cpuSeconds / repetitions);
    }
}
