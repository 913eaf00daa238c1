package dev.lathe.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What can be learned about the computer that we run on.
public final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL_NAME = "model name";

    private Machine() {
    }

    /// The processor's own name where the system tells it, else its architecture.
    static String processor() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(CPU_INFO)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(CPU_INFO, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(MODEL_NAME) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip() + " (" + architecture + ")")
                    .findFirst().orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }

    /// Bytes of main memory that this process may use; a container's limit where there is one.
    static long memory() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }
}
