package dev.lathe.gpucheck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the driver's own tool tells, where there is one.
final class NvidiaSmi {
    private NvidiaSmi() {}

    /// @param address of the device on the machine's bus, as the tool's numbers may be others than CUDA's; without, all are asked for
    /// @param fields in the tool's words, such as `clocks.sm`
    /// @return the values with their units, in the same order, comma between; empty if there is no such tool
    static Optional<String> query(Optional<String> address, List<String> fields) {
        return start(address, fields).flatMap(NvidiaSmi::answer);
    }

    /// The same, while work is done: the work is repeated until the tool has answered.
    static Optional<String> queryDuring(Optional<String> address, List<String> fields, Runnable work) {
        Optional<Process> asked = start(address, fields);
        while (asked.isPresent() && asked.get().isAlive()) {
            work.run();
        }
        return asked.flatMap(NvidiaSmi::answer);
    }

    private static Optional<Process> start(Optional<String> address, List<String> fields) {
        try {
            return Optional.of(new ProcessBuilder(command(address, fields)).redirectErrorStream(true).start());
        } catch (IOException notFound) {
            return Optional.empty();
        }
    }

    static List<String> command(Optional<String> address, List<String> fields) {
        var command = new ArrayList<>(List.of("nvidia-smi"));
        address.ifPresent(known -> command.add("--id=" + known));
        command.addAll(List.of("--format=csv,noheader", "--query-gpu=" + String.join(",", fields)));
        return command;
    }

    private static Optional<String> answer(Process process) {
        try (var out = process.getInputStream()) {
            return Optional.of(new String(out.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
