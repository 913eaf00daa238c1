package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the guide for experiments shows compiles, runs, and says what it should.
class ExperimentsTest {
    private static final Path GUIDE = Checkout.ROOT.resolve("docs/experiments.md");
    private static final Pattern SNIPPET = Pattern.compile("(?:<!-- (\\S+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// README\n(.*?) *// README end", Pattern.DOTALL);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void compileTheProgramsAndWriteAModel() throws IOException {
        TinyModel.write(folder.resolve("all-MiniLM-L6-v2"));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.list(Checkout.ROOT.resolve("examples/consumer/src/main/java/example"))) {
            compiler.getTask(messages, manager, null,
                    List.of("-d", folder.resolve("classes").toString(), "-Xlint:all", "-proc:none",
                            "-classpath", System.getProperty("java.class.path")),
                    null, manager.getJavaFileObjectsFromPaths(sources.toList())).call();
        }
        assertEquals("", messages.toString());
    }

    @Test
    void codeIsTakenFromTheConsumersProjectWordForWord() throws IOException {
        List<MatchResult> snippets = Checkout.matches(GUIDE, SNIPPET);
        assertEquals(9, snippets.size(), "blocks of code");
        for (MatchResult snippet : snippets) {
            Path source = Checkout.ROOT.resolve(String.valueOf(snippet.group(1)));
            assertTrue(Files.isRegularFile(source), () -> "no source named before: " + snippet.group(2));
            String region = Checkout.matches(source, REGION).getFirst().group(1);
            assertEquals(region.stripTrailing().stripIndent(), snippet.group(2).stripTrailing(), source::toString);
        }
    }

    /// Swish of -1, 0 and 2; its slopes, negated and halved.
    @Test
    void anOpHasTheGradientThatItSays() throws IOException, InterruptedException {
        double[][] lines = run("OwnOp").stream().map(ExperimentsTest::numbers).toArray(double[][]::new);
        for (int i = 0; i < 3; i++) {
            double x = i == 0 ? -1 : i == 1 ? 0 : 2;
            double s = 1 / (1 + Math.exp(-x));
            assertEquals(x * s, lines[0][i], 1e-6);
            assertEquals(-0.5 * (s + x * s * (1 - s)), lines[1][i], 1e-6);
        }
    }

    @Test
    void aLossIsThatOfItsFormula() throws IOException, InterruptedException {
        double sure = 1 / (1 + 2 * Math.exp(-2));
        double unsure = Math.exp(1) / (1 + Math.exp(1) + Math.exp(3));
        double want = -(Math.pow(1 - sure, 2) * Math.log(sure) + Math.pow(1 - unsure, 2) * Math.log(unsure)) / 2;
        assertEquals(want, Double.parseDouble(run("OwnLoss").getFirst().split(" ")[0]), 1e-6);
    }

    @Test
    void everyLayerIsSeenOnTheWayThereAndBack() throws IOException, InterruptedException {
        List<String> places = run("WatchModel").stream().map(line -> line.replaceFirst(" \\[.*| [\\d.E-]+$", "")).toList();
        assertEquals(List.of(
                "bert.encoder.layer.0.shares", "bert.encoder.layer.0.output",
                "bert.encoder.layer.1.shares", "bert.encoder.layer.1.output",
                "bert.encoder.layer.1.output gradient", "bert.encoder.layer.0.output gradient",
                "bert.encoder.layer.0.attention.self.query.weight gradient",
                "bert.encoder.layer.1.attention.self.query.weight gradient"), places);
    }

    /// Of the encoder only the low ranks are trained: two of two layers, 24 x 4 values down and as many up. Above it all.
    @Test
    void mapsOfLowRankStartAnewInsideTheEncoder() throws IOException, InterruptedException {
        String line = run("LowRank").getFirst();
        int head = 24 * 24 + 24 + 2 * 24 + 2;
        assertTrue(line.startsWith(2 * 2 * 2 * 24 * 4 + head + " values to train"), line);
        assertTrue(line.contains("bert.encoder.layer.1.attention.self.value.up"), line);
    }

    /// Gradients of |x| x beside their differences.
    @Test
    void anOpOnTheHostHasTheGradientThatDifferencesShow() throws IOException, InterruptedException {
        List<String> lines = run("HostOp");
        assertEquals(3, lines.size());
        for (String line : lines) {
            String[] gradientAndDifference = line.split(" ");
            assertEquals(Double.parseDouble(gradientAndDifference[1]), Double.parseDouble(gradientAndDifference[0]), 1e-3);
        }
    }

    /// Shares of three states: softmax makes their gradients sum to 0.
    @Test
    void allLayersTakePartInALoss() throws IOException, InterruptedException {
        String line = run("LayerMix").getFirst();
        assertTrue(line.startsWith("[6,24] ["), line);
        double[] gradients = numbers(line.substring(line.indexOf(' ') + 1));
        assertEquals(3, gradients.length);
        assertEquals(0, gradients[0] + gradients[1] + gradients[2], 1e-6);
        assertTrue(Math.abs(gradients[0]) > 1e-6, line);
    }

    @Test
    void whatGoesOnFromItsFilesHasTheBitsOfWhatNeverStopped() throws IOException, InterruptedException {
        List<String> lines = run("FrozenEncoder");
        assertTrue(lines.getFirst().startsWith("trains 125 of "), lines.getFirst());
        assertEquals("set from the seed: [stars.weight, stars.bias]", lines.get(1));
        assertEquals(11, lines.size());
        assertEquals(lines.subList(5, 7), lines.subList(9, 11));
    }

    @Test
    void headAndLoopRun() throws IOException, InterruptedException {
        assertEquals(5, numbers(run("OwnHead").getFirst()).length);
        assertEquals(20, run("OwnLoop").size());
    }

    private static double[] numbers(String line) {
        return Stream.of(line.replaceAll("[\\[\\] ]", "").split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    /// The lines that a program prints.
    private static List<String> run(String program) throws IOException, InterruptedException {
        Path out = folder.resolve(program + ".txt");
        Path errors = folder.resolve(program + ".errors");
        String path = folder.resolve("classes") + System.getProperty("path.separator") + System.getProperty("java.class.path");
        int code = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-cp", path, "example." + program)
                .directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(errors.toFile()).start().waitFor();
        assertEquals(0, code, Files.readString(errors));
        return Files.readAllLines(out);
    }
}
