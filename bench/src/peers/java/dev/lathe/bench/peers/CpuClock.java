package dev.lathe.bench.peers;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// CPU time of this process in all its threads, and of the processes that it started and that have ended.
final class CpuClock {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final Path STATE = Path.of("/proc/self/stat");

    /// Fields 16 and 17 of `/proc/self/stat`, counted behind the name in brackets, which is the second and may hold anything.
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    /// The unit that Linux gives to programs, whatever the kernel's own.
    private static final double TICKS_PER_SECOND = 100;

    private CpuClock() {}

    static double seconds() {
        return PROCESS.getProcessCpuTime() / 1e9 + childrenSeconds();
    }

    private static double childrenSeconds() {
        if (Files.notExists(STATE)) {
            return 0;
        }
        try {
            String state = Files.readString(STATE);
            String[] fields = state.substring(state.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM])) / TICKS_PER_SECOND;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
