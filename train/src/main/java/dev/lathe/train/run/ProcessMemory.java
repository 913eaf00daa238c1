package dev.lathe.train.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How much main memory this process takes.
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

    private ProcessMemory() {}

    /// Bytes that it has had at most at a time; empty where the system does not tell.
    public static OptionalLong peak() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
            return lines.map(PEAK::matcher).filter(Matcher::matches)
                    .mapToLong(line -> Long.parseLong(line.group(1)) << 10).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
