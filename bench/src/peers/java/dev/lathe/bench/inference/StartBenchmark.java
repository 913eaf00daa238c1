package dev.lathe.bench.inference;

import dev.lathe.bench.peers.BenchmarkOptions;
import dev.lathe.bench.peers.Comparison;
import dev.lathe.bench.peers.ComparisonFile;
import dev.lathe.bench.peers.Entrant;
import dev.lathe.bench.peers.Turns;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;

/// Times fresh processes from their start to the vector of the first text.
///
/// Options, each `name=value`:
///
/// | option | meaning | default |
/// |---|---|---|
/// | `model` | the model's directory, as `lathe fetch` leaves it | none: must be given |
/// | `launcher` | the script `lathe`, to time `lathe embed` too | none |
/// | `rounds` | processes of each that count | 9 |
/// | `output` | result file | none: prints only |
public final class StartBenchmark {

    private static final String ABOUT = "Seconds from the start of a process to the line with all-MiniLM-L6-v2's vector of its"
            + " first text. lathe-no-module: without the Vector API's module, plain loops. -archive: the program's classes in"
            + " an archive of shared classes. onnxruntime: as its jar does it, unpacking its native library each time;"
            + " onnxruntime-ready: native library unpacked beforehand and archive. Vectors compared first, within 1e-4.";

    private static final Set<String> OPTIONS = Set.of("model", "launcher", "rounds", "output");
    private static final String TEXT = "The soup was cold, but the service made up for it.";
    private static final double TOLERANCE = 1e-4;
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");
    private static final List<String> LATHE_OPTIONS =
            List.of("--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector");
    private static final String NATIVE_FOLDER = "ai/onnxruntime/native/linux-x64/";

    private final Path model;
    private final Path scratch;

    private StartBenchmark(Path model, Path scratch) {
        this.model = model;
        this.scratch = scratch;
    }

    /// Runs the benchmark.
    ///
    /// @param arguments options as above
    /// @throws IOException if a file cannot be read or a process not be started
    public static void main(String... arguments) throws IOException {
        var options = BenchmarkOptions.parse(OPTIONS, arguments);
        var benchmark = new StartBenchmark(options.requiredPath("model"), Files.createTempDirectory("start-benchmark"));
        var programs = new ArrayList<>(benchmark.lathe());
        programs.addAll(benchmark.onnxRuntime());
        requireEqual(programs);
        Optional<Path> launcher = options.path("launcher");
        if (launcher.isPresent()) {
            programs.add(benchmark.command(launcher.get()));
        }
        int threads = Runtime.getRuntime().availableProcessors();
        Comparison comparison = new Turns(options.number("rounds", 9), threads).run("first vector of a process",
                programs.stream().map(program -> new Entrant(program.name(), () -> seconds(program))).toList(), 0, 0);
        IO.print(comparison.text());
        for (int i = 0; i < comparison.entrants().size(); i++) {
            IO.println("  %-22s over onnxruntime %s, over onnxruntime-ready %s".formatted(comparison.entrants().get(i),
                    comparison.ratio(i, comparison.entrants().indexOf("onnxruntime")).text(),
                    comparison.ratio(i, comparison.entrants().indexOf("onnxruntime-ready")).text()));
        }
        Optional<Path> output = options.path("output");
        if (output.isPresent()) {
            ComparisonFile.write(output.get(), ABOUT, List.of(comparison));
        }
    }

    private List<Program> lathe() throws IOException {
        Path jar = ProgramJar.write(scratch.resolve("lathe-first.jar"), LatheFirstVector.class);
        String classPath = ProgramJar.classPath(jar, "lathe-bert", "lathe-nn", "lathe-tensor", "lathe-tokenizer", "lathe-json",
                "jackson-core", "jspecify");
        var plain = Program.java("lathe", LATHE_OPTIONS, classPath, LatheFirstVector.class, model.toString(), TEXT);
        return List.of(plain,
                Program.java("lathe-no-module", NATIVE_ACCESS, classPath, LatheFirstVector.class, model.toString(), TEXT),
                plain.withSharedClasses("lathe-archive", scratch.resolve("lathe.jsa")));
    }

    private List<Program> onnxRuntime() throws IOException {
        ExportedMiniLm export = ExportedMiniLm.in(scratch);
        Path jar = ProgramJar.write(scratch.resolve("onnx-first.jar"), OnnxFirstVector.class, OnnxTexts.class, OnnxModel.class,
                OnnxBatch.class);
        String classPath = ProgramJar.classPath(jar, "onnxruntime", "tokenizers", "api-", "gson", "jna", "slf4j",
                "commons-compress", "commons-io", "commons-codec");
        String[] arguments = {export.onnx().toString(), export.tokenizer().toString(), TEXT};
        var ready = new ArrayList<>(NATIVE_ACCESS);
        ready.add("-Donnxruntime.native.path=" + unpackedLibraries(classPath));
        return List.of(Program.java("onnxruntime", NATIVE_ACCESS, classPath, OnnxFirstVector.class, arguments),
                Program.java("onnxruntime-ready", ready, classPath, OnnxFirstVector.class, arguments)
                        .withSharedClasses("onnxruntime-ready", scratch.resolve("onnx.jsa")));
    }

    private Path unpackedLibraries(String classPath) throws IOException {
        String jar = Arrays.stream(classPath.split(File.pathSeparator)).filter(entry -> entry.contains("onnxruntime"))
                .findFirst().orElseThrow();
        try (var opened = new JarFile(jar)) {
            for (String library : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
                try (var in = opened.getInputStream(opened.getEntry(NATIVE_FOLDER + library))) {
                    Files.copy(in, scratch.resolve(library));
                }
            }
        }
        return scratch;
    }

    private Program command(Path launcher) throws IOException {
        Path text = Files.writeString(scratch.resolve("text.txt"), TEXT + "\n");
        return new Program("lathe embed", List.of(launcher.toAbsolutePath().toString(), "embed", "--model", model.toString(),
                "--input", text.toString()));
    }

    private static double seconds(Program program) {
        try {
            return program.run().secondsToFirstLine();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void requireEqual(List<Program> programs) throws IOException {
        double[] expected = vector(programs.getFirst());
        for (Program program : programs) {
            double[] found = vector(program);
            for (int i = 0; i < expected.length; i++) {
                if (!(Math.abs(found[i] - expected[i]) <= TOLERANCE)) {
                    throw new ArithmeticException("%s: feature %d is %s, of %s %s: not the same work".formatted(
                            program.name(), i, found[i], programs.getFirst().name(), expected[i]));
                }
            }
        }
    }

    private static double[] vector(Program program) throws IOException {
        String line = program.run().firstLine();
        if (!line.startsWith("[")) {
            throw new IOException(program.name() + ": printed '" + line + "', not a vector");
        }
        return Arrays.stream(line.substring(1, line.length() - 1).split(", ")).mapToDouble(Double::parseDouble).toArray();
    }
}
