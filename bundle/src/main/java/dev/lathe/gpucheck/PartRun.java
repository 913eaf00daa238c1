package dev.lathe.gpucheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How one part went.
///
/// @param outcome how its process ended
/// @param seconds that it took
/// @param findings what it found, also if it then failed
/// @param said the end of what its process wrote besides, empty if all went well
record PartRun(Part part, Outcome outcome, double seconds, List<Finding> findings, String said) {
    private static final int LAST_CHARACTERS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// How the process of a part ended.
    enum Outcome {
        /// By itself, with nothing to complain of.
        DONE,
        /// By an error.
        FAILED,
        /// By us, as its time was up.
        TIMED_OUT,
        /// It was not started: the time for all parts was up.
        SKIPPED
    }

    /// Runs a part and waits for its end, but no longer than it may take.
    ///
    /// @param limit how long that is
    /// @throws IOException if no process can be started
    static PartRun of(Part part, Setup setup, Duration limit, Path folder) throws IOException, InterruptedException {
        if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
            return new PartRun(part, Outcome.SKIPPED, 0, List.of(), "");
        }
        // Files, not pipes: a process that can't be ended must not keep us reading.
        Path out = folder.resolve(part.name() + ".out");
        Path err = folder.resolve(part.name() + ".err");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command(part, setup))
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            end(process);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Outcome outcome = !ended ? Outcome.TIMED_OUT : process.exitValue() == 0 ? Outcome.DONE : Outcome.FAILED;
        String said = outcome == Outcome.DONE ? "" : lastOf(err);
        return new PartRun(part, outcome, seconds, findings(out), said);
    }

    /// Whether the part ran to its end and nothing fell short.
    boolean isSound() {
        return outcome == Outcome.DONE
                && findings.stream().noneMatch(f -> f instanceof Finding.Check check && !check.kept());
    }

    private static List<String> command(Part part, Setup setup) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xlog:disable", "-XX:MaxRAMPercentage=75", "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED"));
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith("lathe."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(part.javaOptions());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), PartProgram.class.getName(), part.name(),
                Integer.toString(setup.device()), Boolean.toString(setup.small())));
        return command;
    }

    /// Ends a process and all that it started. One that hangs inside a driver may stay: then it is left behind.
    private static void end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static List<Finding> findings(Path out) throws IOException {
        return text(out).lines().map(FindingJson::read).flatMap(Optional::stream).toList();
    }

    private static String lastOf(Path err) throws IOException {
        String text = text(err).lines().filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                .reduce("", (a, b) -> a + b + "\n").strip();
        return text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
    }

    /// Whatever bytes a process that failed has left.
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
