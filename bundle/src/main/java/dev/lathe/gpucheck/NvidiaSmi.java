package dev.lathe.gpucheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the driver's own tool tells, where there is one.
final class NvidiaSmi {
    private NvidiaSmi() {}

    /// @param fields in the tool's words, such as `clocks.sm`
    /// @return the values with their units, in the same order, comma between; empty if there is no such tool
    static Optional<String> query(int device, List<String> fields) {
        return start(device, fields).flatMap(NvidiaSmi::answer);
    }

    /// The same, while work is done: the work is repeated until the tool has answered.
    static Optional<String> queryDuring(int device, List<String> fields, Runnable work) {
        Optional<Process> asked = start(device, fields);
        while (asked.isPresent() && asked.get().isAlive()) {
            work.run();
        }
        return asked.flatMap(NvidiaSmi::answer);
    }

    private static Optional<Process> start(int device, List<String> fields) {
        var command = new ArrayList<>(List.of("nvidia-smi", "--id=" + device, "--format=csv,noheader"));
        command.add("--query-gpu=" + String.join(",", fields));
        try {
            return Optional.of(new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException notFound) {
            return Optional.empty();
        }
    }

    private static Optional<String> answer(Process process) {
        try (var out = process.getInputStream()) {
            return Optional.of(new String(out.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
