package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.testkit.StandInGpu;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--device` over the software GPU, and without any.
class CudaDeviceTest {
    private static final String NO_DRIVER = "-Dlathe.cuda.driver=libno-such.so.1";
    private static final Pattern LOSS = Pattern.compile("\"step\":\\d+,\"loss\":([^,]+)");
    private static List<String> gpu = List.of();

    @TempDir
    private Path folder;

    @BeforeAll
    static void buildTheStandIn() throws IOException, InterruptedException {
        if (StandInGpu.hasCompiler()) {
            gpu = StandInGpu.build(Path.of("..", "kernels")).javaOptions();
        }
    }

    @Test
    void fineTuningFollowsTheCpu() throws IOException, InterruptedException {
        needsTheStandIn();
        List<Double> want = losses(finetune(Map.of(), List.of(NO_DRIVER), "cpu", "on-cpu"), "on-cpu");
        List<Double> got = losses(finetune(Map.of(), gpu, "cuda", "on-gpu"), "on-gpu");
        assertEquals(12, want.size());
        assertEquals(want.size(), got.size());
        for (int step = 0; step < want.size(); step++) {
            assertEquals(want.get(step), got.get(step), 1e-4, "loss of step " + (step + 1));
        }
        assertTrue(Collections.max(want) - Collections.min(want) > 0.01, "nothing was trained: " + want);
    }

    @Test
    void whenTheGpuRunsOutOfMemoryTheOldModelStays() throws IOException, InterruptedException {
        needsTheStandIn();
        Path old = Files.createDirectories(folder.resolve("out"));
        losses(finetune(Map.of(), List.of(), "cpu", "out"), "out");
        byte[] before = Files.readAllBytes(old.resolve("model.safetensors"));
        var options = new ArrayList<>(gpu);
        options.add("-Dlathe.cuda.cublas=none");
        CommandRun run = finetune(Map.of("STANDIN_MEMORY_KIB", "300"), options, "cuda", "out");
        assertTrue(run.err().matches(
                "(?s).*lathe: cuda:0: \\d\\.\\d GiB for 'step \\d+': .* free; lower batchSize\\R"), run.err());
        assertEquals(ExitCode.FAILED, run.code());
        assertEquals("", run.out());
        assertArrayEquals(before, Files.readAllBytes(old.resolve("model.safetensors")));
        try (Stream<Path> entries = Files.list(folder)) {
            assertEquals(List.of("encoder", "out", "out.partial", "train.jsonl"),
                    entries.map(e -> e.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aGpuThatIsNotThereIsOneSentence() throws IOException, InterruptedException {
        assertEquals("lathe: cuda: no NVIDIA driver: libno-such.so.1 was not found\n",
                finetune(Map.of(), List.of(NO_DRIVER), "cuda", "out").err());
        assertEquals("lathe: --device cuda:x: is none of auto, cpu, cuda, cuda:N; see 'lathe finetune --help'\n",
                finetune(Map.of(), List.of(NO_DRIVER), "cuda:x", "out").err());
        needsTheStandIn();
        assertEquals("lathe: cuda:9: no such device: there are cuda:0 to cuda:4\n",
                finetune(Map.of(), gpu, "cuda:9", "out").err());
        CommandRun old = finetune(Map.of("STANDIN_CUDA_VERSION", "10020"), gpu, "cuda", "out");
        assertEquals("lathe: cuda: the NVIDIA driver supports CUDA 10.2: needs 11.0 or newer\n", old.err());
        assertEquals(ExitCode.FAILED, old.code());
    }

    @Test
    void autoTakesTheGpuAndSaysSo() throws IOException, InterruptedException {
        needsTheStandIn();
        CommandRun run = finetune(Map.of(), gpu, "auto", "out");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains(
                "lathe: computing on cuda:0, eager stand-in, cuBLAS 12.0 through JCublas\n"), run.err());
    }

    @Test
    void autoGoesOnWithoutAGpuThatDoesNotWork() throws IOException, InterruptedException {
        needsTheStandIn();
        CommandRun run = finetune(Map.of("STANDIN_CUDA_VERSION", "10020"), gpu, "auto", "out");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains("lathe: computing on the CPU, for the GPU can't be used: "
                + "cuda: the NVIDIA driver supports CUDA 10.2: needs 11.0 or newer\n"), run.err());
    }

    @Test
    void autoGoesOnWhereJCudaCannotBeUnpacked() throws IOException, InterruptedException {
        needsTheStandIn();
        var options = new ArrayList<>(gpu);
        options.add("-Djava.io.tmpdir=" + folder.resolve("none"));
        String reason = "cuda: JCuda's library can't be unpacked to %1$s: java.nio.file.NoSuchFileException: %1$s/"
                .formatted(folder.resolve("none"));
        CommandRun run = finetune(Map.of(), options, "auto", "out");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains("lathe: computing on the CPU, for the GPU can't be used: " + reason), run.err());
        assertTrue(run.err().contains("; -Djava.io.tmpdir=… names another folder\n"), run.err());
        // Java itself warns of the folder first.
        CommandRun asked = finetune(Map.of(), options, "cuda", "out");
        assertEquals(ExitCode.FAILED, asked.code());
        assertTrue(asked.err().contains("\nlathe: " + reason), asked.err());
        CommandRun doctor = lathe(Map.of(), options, "doctor");
        assertEquals(ExitCode.DONE, doctor.code(), doctor.err());
        assertTrue(doctor.out().contains("GPU        " + reason), doctor.out());
    }

    @Test
    void autoGoesOnWhereKernelsDoNotLoad() throws IOException, InterruptedException {
        needsTheStandIn();
        var options = new ArrayList<>(gpu);
        options.removeIf(option -> option.startsWith("-Dlathe.cuda.kernels"));
        CommandRun run = finetune(Map.of(), options, "auto", "out");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.err().contains("lathe: computing on the CPU, for the GPU can't be used: cuda:0: loading the kernels of "
                + "arithmetic: failed: 209 CUDA_ERROR_NO_BINARY_FOR_GPU: stand-in application text, line 1; "), run.err());
    }

    @Test
    void autoLeavesShortWorkToTheCpu() throws IOException, InterruptedException {
        needsTheStandIn();
        Path model = TinyModel.classifier(folder.resolve("classifier"), "bad", "good");
        Path few = Files.writeString(folder.resolve("few.txt"), "x\n".repeat(2048));
        Path many = Files.writeString(folder.resolve("many.txt"), "x\n".repeat(2049));
        List<String> watched = new ArrayList<>(gpu);
        watched.add("-Xlog:class+load:file=" + folder.resolve("classes.log"));
        for (var given : List.of(List.of("--text", "x"), List.of("--input", few.toString()))) {
            var command = new ArrayList<>(List.of("predict", "--model", model.toString()));
            command.addAll(given);
            CommandRun run = lathe(Map.of(), watched, command.toArray(String[]::new));
            assertEquals(ExitCode.DONE, run.code(), run.err());
            assertEquals("", run.err());
            assertFalse(Files.readString(folder.resolve("classes.log")).contains(" jcuda."));
        }
        for (var given : List.of(
                List.of("--text", "x", "--device", "cuda"), List.of("--input", many.toString()))) {
            var command = new ArrayList<>(List.of("predict", "--model", model.toString()));
            command.addAll(given);
            CommandRun run = lathe(Map.of(), watched, command.toArray(String[]::new));
            assertEquals(ExitCode.DONE, run.code(), run.err());
            assertTrue(Files.readString(folder.resolve("classes.log")).contains(" jcuda."));
        }
    }

    @Test
    void theCpuNeedsNoClassOfJCuda() throws IOException, InterruptedException {
        List<String> watched = new ArrayList<>(List.of("-Xlog:class+load:file=" + folder.resolve("classes.log")));
        watched.add(NO_DRIVER);
        for (String device : List.of("cpu", "auto")) {
            CommandRun run = finetune(Map.of(), watched, device, "out-" + device);
            assertEquals(ExitCode.DONE, run.code(), run.err());
            assertFalse(run.err().contains("computing on"), run.err());
            String loaded = Files.readString(folder.resolve("classes.log"));
            assertTrue(loaded.contains("dev.lathe.tensor.cpu.CpuBackend "));
            assertFalse(loaded.contains(" jcuda."));
        }
    }

    @Test
    void doctorTellsOfTheGpu() throws IOException, InterruptedException {
        assertTrue(lathe(Map.of(), List.of(NO_DRIVER), "doctor").out()
                .contains("GPU        cuda: no NVIDIA driver: libno-such.so.1 was not found\n"));
        needsTheStandIn();
        String out = lathe(Map.of(), gpu, "doctor").out();
        assertTrue(out.matches("(?s).*GPU        cuda: driver.*, which supports CUDA 12\\.6\\R.*"), out);
        assertTrue(out.contains("GPU        cuda:0: eager stand-in, 0.5 GiB, compute capability 9.0, "
                + "cuBLAS 12.0 through JCublas\n"), out);
    }

    private static void needsTheStandIn() {
        assumeTrue(!gpu.isEmpty(), "needs g++ to build the stand-in for a GPU");
    }

    /// Three epochs of four steps, at a rate at which it moves.
    private CommandRun finetune(Map<String, String> environment, List<String> options, String device, String out)
            throws IOException, InterruptedException {
        Path model = TinyModel.encoder(folder.resolve("encoder"));
        Path data = TinyModel.sentences(folder.resolve("train.jsonl"), 32);
        return lathe(environment, options,
                "finetune", "--task", "sequence-classification", "--model", model.toString(), "--train", data.toString(),
                "--out", folder.resolve(out).toString(), "--overwrite", "--device", device, "--epochs", "3",
                "--batch-size", "8", "--lr", "1e-2");
    }

    private List<Double> losses(CommandRun run, String out) throws IOException {
        assertEquals(ExitCode.DONE, run.code(), run.err());
        String metrics = Files.readString(folder.resolve(out).resolve("metrics.jsonl"));
        return LOSS.matcher(metrics).results().map((MatchResult m) -> Double.valueOf(m.group(1))).toList();
    }

    private static CommandRun lathe(Map<String, String> environment, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder child = CommandRun.child(arguments);
        child.command().addAll(1, options);
        child.environment().putAll(environment);
        return CommandRun.of(child.start());
    }
}
