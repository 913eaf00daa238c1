package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.testkit.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Projects of users of LangChain4j, Spring AI and Spring Boot, made by Maven from the packaged artifacts; their programs run
/// with the Vector API and without.
class FrameworksIT {
    private static final String NOTICE = "start java with --add-modules jdk.incubator.vector";

    @TempDir
    private Path folder;
    private Path working;

    @BeforeEach
    void makeModels() throws IOException {
        working = Files.createDirectory(folder.resolve("working"));
        TinyModel.encoder(working.resolve("all-MiniLM-L6-v2"));
        TinyModel.classifier(working.resolve("my-classifier"), "negative", "positive");
        TinyModel.classifier(working.resolve("my-cross-encoder"), "relevance");
    }

    @Test
    void aProjectOfLangChain4j() throws IOException, InterruptedException {
        List<String> lines = results("consumer-langchain4j", "langchain4j", "Rank");
        assertTrue(lines.get(0).matches("-?0\\.\\d+"), lines::toString);
        assertEquals("TokenUsage { inputTokenCount = 15, outputTokenCount = null, totalTokenCount = 15 }", lines.get(1));
        assertTrue(lines.get(2).matches("\\[-?\\d\\S+, -?\\d\\S+]"), lines::toString);
    }

    @Test
    void aProjectOfSpringAi() throws IOException, InterruptedException {
        List<String> lines = results("consumer-spring-ai", "spring-ai", "Similar");
        assertEquals(List.of("all-MiniLM-L6-v2 " + TinyModel.HIDDEN, "15 tokens"), lines.subList(1, 3));
    }

    @Test
    void aProjectOfSpringBoot() throws IOException, InterruptedException {
        List<String> lines = results("consumer-spring-boot", "spring-boot-starter", "Shop");
        assertTrue(lines.get(0).startsWith("review: Prediction[label="), lines::toString);
        assertTrue(lines.get(1).startsWith("vector: "), lines::toString);
    }

    /// As the README says, and without what it says about the optimised launch.
    @Test
    void aProjectOfSpringBootRunByItsPlugin() throws IOException, InterruptedException {
        assumeTrue(Boolean.getBoolean("checks.springBootRun"), "needs -Pspring-boot-run");
        var libraries = new ArrayList<>(ConsumerProject.INFERENCE);
        libraries.add("spring-boot-starter");
        ConsumerProject.build(folder, Checkout.ROOT.resolve("examples/consumer-spring-boot"), libraries);
        Path pom = folder.resolve("project/pom.xml");
        String asTold = Files.readString(pom);
        String launch = "<optimizedLaunch>false</optimizedLaunch>";
        String recipe = launch + "<jvmArguments>--add-modules=jdk.incubator.vector</jvmArguments>";
        assertTrue(Files.readString(Checkout.ROOT.resolve("README.md")).contains(recipe));
        assertTrue(asTold.replaceAll("\\s+<", "<").contains(recipe), asTold);
        String fast = runs();
        Files.writeString(pom, asTold.replace(launch, ""));
        String slow = runs();
        assertEquals(0, fast.split(NOTICE, -1).length - 1, fast);
        assertEquals(1, slow.split("C2 compiler switched off \\(-XX:TieredStopAtLevel=1\\)", -1).length - 1, slow);
        assertEquals(review(fast), review(slow));
    }

    private String runs() throws IOException, InterruptedException {
        return ConsumerProject.run(folder, "spring-boot:run", "-Dspring-boot.run.workingDirectory=" + working);
    }

    private static String review(String printed) {
        return printed.lines().filter(line -> line.startsWith("review: Prediction[label=")).findFirst().orElseThrow(() -> new AssertionError(printed));
    }

    /// What the program prints, beside its log.
    private List<String> results(String project, String adapter, String program)
            throws IOException, InterruptedException {
        var libraries = new ArrayList<>(ConsumerProject.INFERENCE);
        libraries.add(adapter);
        String classPath = ConsumerProject.build(folder, Checkout.ROOT.resolve("examples").resolve(project), libraries);
        JavaRun fast = JavaRun.of(folder, working, List.of("--add-modules=jdk.incubator.vector",
                "-cp", classPath, "example." + program));
        JavaRun slow = JavaRun.of(folder, working, List.of("-cp", classPath, "example." + program));
        assertEquals(0, (fast.out() + fast.err()).split(NOTICE, -1).length - 1);
        assertEquals(1, (slow.out() + slow.err()).split(NOTICE, -1).length - 1, () -> slow.out() + slow.err());
        assertEquals(withoutLog(slow), withoutLog(fast));
        return withoutLog(fast);
    }

    /// Boot's log goes where the program prints; its lines begin with a date.
    private static List<String> withoutLog(JavaRun run) {
        return run.out().lines().filter(line -> !line.matches("\\d{4}-\\d{2}-\\d{2}T.*")).toList();
    }
}
