package dev.lathe.gpucheck;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Runs all parts of the check one after another, prints a table and writes a JSON file, anew after each part.
///
///     gpu-check [--device N] [--small] [--only PART,PART] [OUT.json]
///
/// Exit code 0 if every part ran and kept what it must, 1 if not, 2 for wrong usage.
public final class GpuCheck {
    /// For all parts together.
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final int FELL_SHORT = 1;
    private static final int USAGE = 2;

    private GpuCheck() {}

    private record Options(Setup setup, Set<Part> parts, Path json) {}

    /// @param arguments as above
    /// @throws IOException if the result can't be written or no process can be started
    /// @throws InterruptedException if somebody wants this to end
    public static void main(String... arguments) throws IOException, InterruptedException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Options options;
        try {
            options = parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            out.println("gpu-check: " + e.getMessage() + "; usage: gpu-check [--device N] [--small] [--only PART,…] [OUT.json]");
            System.exit(USAGE);
            return;
        }
        var result = new CheckResults(options.json(), options.setup());
        try {
            result.write(List.of());
        } catch (IOException e) {
            out.println("gpu-check: %s: can't be written: %s".formatted(options.json(), e));
            System.exit(FELL_SHORT);
        }
        System.exit(run(options, result, out) ? 0 : FELL_SHORT);
    }

    private static boolean run(Options options, CheckResults result, PrintStream out)
            throws IOException, InterruptedException {
        var table = new Table(out);
        var runs = new ArrayList<PartRun>();
        long end = System.nanoTime() + LIMIT.toNanos();
        Path folder = Files.createTempDirectory("gpu-check");
        try {
            for (Part part : options.parts()) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                Duration limit = left.compareTo(part.limit()) < 0 ? left : part.limit();
                table.begin(part);
                runs.add(PartRun.of(part, options.setup(), limit, folder));
                table.end(runs.getLast());
                result.write(runs);
            }
        } finally {
            delete(folder);
        }
        boolean sound = runs.stream().allMatch(PartRun::isSound);
        table.close(runs, options.json());
        return sound;
    }

    private static Options parse(List<String> arguments) {
        int device = 0;
        boolean small = false;
        Set<Part> parts = EnumSet.allOf(Part.class);
        Path json = Path.of("gpu-check.json");
        var left = new ArrayList<>(arguments);
        while (!left.isEmpty()) {
            String argument = left.removeFirst();
            switch (argument) {
                case "--small" -> small = true;
                case "--device" -> device = number(argument, left);
                case "--only" -> parts = parts(value(argument, left));
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException("unknown option '%s'".formatted(argument));
                    }
                    json = Path.of(argument);
                }
            }
        }
        return new Options(new Setup(device, small), parts, json);
    }

    private static String value(String option, List<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("%s: needs a value".formatted(option));
        }
        return left.removeFirst();
    }

    private static int number(String option, List<String> left) {
        String given = value(option, left);
        if (!given.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("%s %s: needs a number from 0".formatted(option, given));
        }
        return Integer.parseInt(given);
    }

    private static Set<Part> parts(String names) {
        var parts = EnumSet.noneOf(Part.class);
        for (String name : names.split(",")) {
            parts.add(Part.named(name).orElseThrow(() -> new IllegalArgumentException(
                    "--only %s: is none of %s".formatted(name, EnumSet.allOf(Part.class)))));
        }
        return parts;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
