package dev.lathe.gpucheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.testkit.StandInGpu;
import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The archive, unpacked in an empty folder and run with an empty environment and no Java on the PATH.
class BundleIT {
    private static final long MOST_BYTES = 64L << 20;
    /// All that the scripts need of a system, besides the shell.
    private static final List<String> TOOLS = List.of("dirname", "readlink", "mktemp", "mkfifo", "sed", "rm");

    @TempDir
    private static Path folder;
    private static Path tools;

    private record Run(int code, String out, String err) {}

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        Path archive = Path.of(System.getProperty("bundle.archive"));
        assertTrue(Files.size(archive) < MOST_BYTES, archive + " has " + Files.size(archive) + " bytes");
        assertEquals(0, new ProcessBuilder("tar", "xzf", archive.toString()).directory(folder.toFile()).inheritIO()
                .start().waitFor());
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path script = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/%s \"$@\"\n".formatted(tool));
            assertTrue(script.toFile().setExecutable(true));
        }
    }

    @Test
    void gpuCheckRunsAllItsPartsOverTheStandIn() throws IOException, InterruptedException {
        assumeTrue(StandInGpu.hasCompiler(), "needs g++ to build the stand-in for a GPU");
        String options = String.join(" ", StandInGpu.build(Path.of("..", "kernels")).javaOptions());
        Run run = run(options, "lathe/gpu-check", "--small", "out.json");
        assertEquals(0, run.code, run.out + run.err);
        assertEquals("", run.err);
        int parts = Part.values().length;
        assertTrue(run.out.endsWith("== %d of %d parts are sound; written to out.json\n".formatted(parts, parts)), run.out);
        String json = Files.readString(folder.resolve("out.json"));
        assertEquals(parts, Pattern.compile("\"outcome\" : \"done\"").matcher(json).results().count(), json);
        assertFalse(json.contains("\"kept\" : false"), json);
    }

    @Test
    void gpuCheckWithoutADriverSaysSoAndWritesItsFile() throws IOException, InterruptedException {
        Run run = run("-Dlathe.cuda.driver=libno-such.so.1", "lathe/gpu-check", "--only", "DEVICE,STEPS", "none.json");
        assertEquals(1, run.code, run.out + run.err);
        assertTrue(run.out.contains("   | cuda: no NVIDIA driver: libno-such.so.1 was not found\n   -- STEPS: FAILED"), run.out);
        assertTrue(Files.readString(folder.resolve("none.json")).contains("\"outcome\" : \"failed\""));
    }

    @Test
    void gpuCheckRefusesWhatItDoesNotKnow() throws IOException, InterruptedException {
        Run run = run("", "lathe/gpu-check", "--bogus");
        assertEquals(2, run.code);
        assertTrue(run.out.startsWith("gpu-check: unknown option '--bogus'; usage: "), run.out);
        Run nowhere = run("", "lathe/gpu-check", "no/such/out.json");
        assertEquals(1, nowhere.code);
        assertTrue(nowhere.out.startsWith("gpu-check: no/such/out.json: can't be written: "), nowhere.out);
    }

    @Test
    void doctorRunsOnTheBundlesOwnJava() throws IOException, InterruptedException {
        Run run = run("", "lathe/lathe", "doctor");
        assertEquals(0, run.code, run.err);
        assertEquals("", run.err);
        assertTrue(run.out.contains(folder.toRealPath().resolve("lathe/runtime").toString() + "\n"), run.out);
        assertTrue(run.out.contains("\nGPU        cuda"), run.out);
    }

    @Test
    void predictRunsOnTheCpu() throws IOException, InterruptedException {
        TinyModel.classifier(folder.resolve("model"), "bad", "good");
        Run run = run("", "lathe/lathe", "predict", "--model", "model", "--text", "the food was good.", "--device", "cpu");
        assertEquals(0, run.code, run.err);
        assertTrue(run.out.matches("\\{\"label\":\"(bad|good)\",\"score\":0\\.\\d+,.*}\n"), run.out);
        assertEquals("", run.err);
    }

    private static Run run(String javaOptions, String program, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(folder.resolve(program).toString()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile(folder, "run", ".err");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("LATHE_JAVA_OPTS", javaOptions);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(err));
    }
}
