package dev.lathe.bench.peers;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bench.Spread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares the peak resident memory of training steps, each engine in a process of its own.
///
/// Lathe's tensors are on the heap: it has the heap that the command `lathe` gives it, and once more a tight one. libtorch's
/// are not, so its process has a small heap, which holds one parameter at a time while weights are made. The variables
/// that make libtorch fast by keeping memory are taken from it here.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `workload` | `model/batchxlength/dropout` | `bert-base/16x128/0.1` |
/// | `steps` | of each process | 3 |
/// | `heap` | Lathe's tight heap, as `-Xmx` takes it | `3g` |
/// | `rounds` | processes of each | 5 |
/// | `output` | result file | none: prints only |
public final class TrainingMemoryBenchmark {

    private static final Set<String> OPTIONS = Set.of("workload", "steps", "heap", "rounds", "output");
    /// Else JavaCPP lets libtorch have no more than four times the heap.
    private static final String UNBOUNDED_NATIVE_MEMORY = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0";
    private static final String LAUNCHER_HEAP = "-XX:MaxRAMPercentage=75 -XX:MaxNewSize=256m";

    /// @param name as it stands in the results
    /// @param contender see [Contenders]
    /// @param heap options of the virtual machine
    private record Process(String name, String contender, String heap) {}

    private TrainingMemoryBenchmark() {}

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException if a process cannot be started or the result file not be written
    public static void main(String... arguments) throws IOException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        String workload = options.list("workload", "bert-base/16x128/0.1").getFirst();
        int steps = options.number("steps", 3);
        List<Process> processes = List.of(
                new Process("lathe", "lathe", LAUNCHER_HEAP),
                new Process("lathe, tight heap", "lathe", "-Xmx" + options.list("heap", "3g").getFirst()),
                new Process("libtorch", "libtorch", "-Xmx512m"),
                new Process("libtorch-fastest", "libtorch-fastest", "-Xmx512m"));
        int rounds = options.number("rounds", 5);
        var mebibytes = new LinkedHashMap<Process, double[]>();
        processes.forEach(process -> mebibytes.put(process, new double[rounds]));
        for (int round = 0; round < rounds; round++) {
            for (Process process : processes) {
                mebibytes.get(process)[round] = peak(process, workload, steps);
                IO.println(String.format(
                        Locale.ROOT, "%s, %s: %.0f MiB", process.name(), process.heap(), mebibytes.get(process)[round]));
            }
        }
        IO.println(workload + ": peak resident memory of " + steps + " steps, MiB");
        mebibytes.forEach((process, values) -> IO.println("  %-20s %-24s %s".formatted(
                process.name(), process.heap(), Spread.of(values).text())));
        Optional<Path> output = options.path("output");
        if (output.isPresent()) {
            write(output.get(), workload, steps, mebibytes);
        }
    }

    private static double peak(Process process, String workload, int steps) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.openblas.load=" + System.getProperty("org.bytedeco.openblas.load", "mkl"),
                UNBOUNDED_NATIVE_MEMORY));
        command.addAll(List.of(process.heap().split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrainingMemory.class.getName(),
                process.contender(), workload, Integer.toString(steps)));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
        String printed = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!printed.matches("\\d+")) {
            throw new IOException(process.name() + ", " + process.heap() + ": printed '" + printed + "', not a number");
        }
        return Double.parseDouble(printed);
    }

    private static void write(Path path, String workload, int steps, Map<Process, double[]> mebibytes) throws IOException {
        try (var json = new JsonFactory().createGenerator(path.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("about", "Peak resident memory of training steps, each engine in processes of its own,"
                    + " malloc as the system has it");
            Machine.here().writeTo(json);
            json.writeStringField("workload", workload);
            json.writeNumberField("steps", steps);
            json.writeArrayFieldStart("processes");
            for (var entry : mebibytes.entrySet()) {
                json.writeStartObject();
                json.writeStringField("name", entry.getKey().name());
                json.writeStringField("heap", entry.getKey().heap());
                json.writeFieldName("peakResidentMiB");
                json.writeArray(entry.getValue(), 0, entry.getValue().length);
                ratios(json, entry.getValue(), mebibytes);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /// The medians' quotients: a process's peak does not depend on who ran before.
    private static void ratios(JsonGenerator json, double[] values, Map<Process, double[]> all) throws IOException {
        json.writeObjectFieldStart("over");
        for (var other : all.entrySet()) {
            json.writeNumberField(other.getKey().name(), Spread.of(values).median() / Spread.of(other.getValue()).median());
        }
        json.writeEndObject();
    }
}
