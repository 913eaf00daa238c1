package dev.lathe.cuda.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of NVIDIA's driver that runs in the operating system's kernel. Only it tells the driver's own version,
/// such as 570.86.15; the library tells that of CUDA.
public final class NvidiaModule {
    private static final Path VERSION = Path.of("/proc/driver/nvidia/version");
    private static final Pattern NUMBER = Pattern.compile("Kernel Module.*?\\s(\\d+(\\.\\d+)+)");

    private NvidiaModule() {}

    /// Empty where the system does not tell.
    public static Optional<String> version() {
        try {
            return versionIn(Files.readString(VERSION, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public static Optional<String> versionIn(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.find() ? Optional.of(number.group(1)) : Optional.empty();
    }
}
