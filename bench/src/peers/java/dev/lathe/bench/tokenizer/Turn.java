package dev.lathe.bench.tokenizer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// One contender's go at the texts.
///
/// @param seconds    that passed
/// @param cpuSeconds that the process spent in all its threads; less than it could have, the machine was elsewhere
record Turn(double seconds, double cpuSeconds) {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /// @throws IllegalStateException if the contender finds another number of tokens
    static Turn of(Contender contender, BenchTexts texts, long expected) {
        long startCpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        long tokens = contender.encode().tokens(texts.texts());
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (PROCESS.getProcessCpuTime() - startCpu) / 1e9;
        if (tokens != expected) {
            throw new IllegalStateException(
                    "%s: %d tokens instead of %d: not the same work".formatted(contender.name(), tokens, expected));
        }
        return new Turn(seconds, cpuSeconds);
    }
}
