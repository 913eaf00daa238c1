package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a checkout of its own, with scripts in place of JDKs and Maven.
class LauncherTest {
    /// Tells which JDK it is and what it was given.
    private static final String JAVA = """
            for argument; do last=$argument; done
            [ "$last" != fail ] || exit 7
            printf '%s|' "$(cd "${0%/bin/java}" && pwd)" "$@"
            echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
            echo 'something else' >&2
            """;
    private static final String MAVEN = """
            echo built >> builds
            [ ! -f broken ] || { echo 'this is why'; exit 1; }
            mkdir -p cli/target/lib && touch cli/target/lathe-cli.jar
            """;
    private static final List<String> COMMANDS = List.of("cat", "env", "find", "grep", "head", "ln", "mkdir", "mkfifo",
            "mv", "readlink", "rm", "sed", "sh", "sleep", "touch");

    @TempDir
    private Path folder;
    private Path checkout;
    private ScriptFolder programs;
    private Map<String, String> environment;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a checkout"));
        Files.copy(Path.of("..", "lathe"), checkout.resolve("lathe"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.createDirectories(checkout.resolve("cli/src/main"));
        Files.writeString(checkout.resolve("cli/pom.xml"), "");
        for (String name : List.of("One", "Two")) {
            Files.writeString(checkout.resolve("cli/src/main/" + name + ".java"), "");
        }
        age(checkout, Duration.ofHours(1));
        programs = ScriptFolder.in(folder);
        for (String command : COMMANDS) {
            programs.program(command, "exec " + systemProgram(command) + " \"$@\"");
        }
        programs.program("mvn", MAVEN);
        environment = new HashMap<>(Map.of("PATH", programs.folder().toString(),
                "HOME", folder.resolve("home").toString(), "LATHE_TEST_ROOT", folder.resolve("root").toString()));
    }

    @Test
    void withoutAJdkOneLineSaysWhatToInstall() throws IOException, InterruptedException {
        jdk("root/usr/lib/jvm/old", "17.0.1");
        CommandRun run = lathe("--version");
        assertEquals("lathe: no JDK 25 or newer found; install one (Temurin, for instance) or set LATHE_JAVA_HOME to its "
                + "folder\n", run.err());
        assertEquals(ExitCode.FAILED, run.code());
    }

    @Test
    void theSearchGoesFromTheMostExplicitToTheUsualFolders() throws IOException, InterruptedException {
        Path usual = jdk("root/usr/lib/jvm/an old one", "17.0.1").resolveSibling("new");
        jdk("root/usr/lib/jvm/new", "25");
        assertEquals(usual, usedJdk());

        Path onPath = jdk("elsewhere/jdk", "26-ea");
        Files.createSymbolicLink(programs.folder().resolve("java"), onPath.resolve("bin/java"));
        assertEquals(onPath, usedJdk());

        environment.put("JAVA_HOME", jdk("java home", "25.0.3").toString());
        assertEquals(folder.resolve("java home"), usedJdk());

        environment.put("LATHE_JAVA_HOME", jdk("lathe home", "27.0.1").toString());
        assertEquals(folder.resolve("lathe home"), usedJdk());
    }

    @Test
    void eachUsualFolderIsSearched() throws IOException, InterruptedException {
        for (String place : List.of("home/.sdkman/candidates/java/25-tem", "home/.jdks/temurin-25",
                "home/.asdf/installs/java/25", "root/opt/jdk-25", "root/opt/homebrew/opt/openjdk",
                "root/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home")) {
            Path jdk = jdk(place, "25.0.1");
            assertEquals(jdk, usedJdk());
            Files.delete(jdk.resolve("bin/javac"));
        }
    }

    @Test
    void anOldJavaHomeIsPassedOverButAnOldChoiceIsRefused() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", jdk("old", "21.0.2").toString());
        Path usual = jdk("root/usr/lib/jvm/new", "25");
        assertEquals(usual, usedJdk());

        environment.put("LATHE_JAVA_HOME", folder.resolve("old").toString());
        assertEquals("lathe: LATHE_JAVA_HOME=" + folder.resolve("old") + ": no JDK 25 or newer is there\n",
                lathe("--version").err());
    }

    @Test
    void itBuildsOnFirstUseAndWhenASourceIsNewerOrGone() throws IOException, InterruptedException {
        jdk("root/usr/lib/jvm/new", "25");
        assertEquals("lathe: building; the first time takes two minutes\nsomething else\n", lathe("--version").err());
        assertEquals("something else\n", lathe("--version").err());
        assertEquals(1, builds());

        Files.writeString(checkout.resolve("cli/src/main/One.java"), "changed");
        lathe("--version");
        assertEquals(2, builds());

        Files.delete(checkout.resolve("cli/src/main/Two.java"));
        lathe("--version");
        assertEquals(3, builds());

        Files.writeString(checkout.resolve("cli/pom.xml"), "changed");
        lathe("--version");
        lathe("--version");
        assertEquals(4, builds());
    }

    @Test
    void aFailedBuildShowsMavensOutputAndIsTriedAgain() throws IOException, InterruptedException {
        jdk("root/usr/lib/jvm/new", "25");
        Files.writeString(checkout.resolve("broken"), "");
        CommandRun run = lathe("--version");
        assertEquals("lathe: building; the first time takes two minutes\nthis is why\n"
                + "lathe: the build failed; above is what Maven says\n", run.err());
        assertEquals("", run.out());
        assertEquals(ExitCode.FAILED, run.code());

        Files.delete(checkout.resolve("broken"));
        assertEquals(ExitCode.DONE, lathe("--version").code());
    }

    @Test
    void withoutMavenOneLineSaysWhatToInstall() throws IOException, InterruptedException {
        jdk("root/usr/lib/jvm/new", "25");
        Files.delete(programs.folder().resolve("mvn"));
        assertEquals("lathe: no Maven found to build with; install it so that 'mvn' is on the PATH\n",
                lathe("--version").err());
    }

    @Test
    void twoFirstLaunchesAtOnceBuildOnce() throws IOException, InterruptedException {
        jdk("root/usr/lib/jvm/new", "25");
        programs.program("mvn", "sleep 0.5\n" + MAVEN);
        var launches = new ArrayList<Process>();
        for (int i = 0; i < 3; i++) {
            launches.add(launch(checkout.resolve("lathe"), "--version"));
        }
        for (Process launch : launches) {
            assertEquals(ExitCode.DONE, CommandRun.of(launch).code());
        }
        assertEquals(1, builds());
        assertFalse(Files.isSymbolicLink(checkout.resolve("cli/target/launcher/lock")));
    }

    @Test
    void aLockWhoseHolderDiedIsTakenOver() throws IOException, InterruptedException {
        jdk("root/usr/lib/jvm/new", "25");
        Process dead = new ProcessBuilder("sh", "-c", "exit").start();
        dead.waitFor();
        Path state = Files.createDirectories(checkout.resolve("cli/target/launcher"));
        Files.createSymbolicLink(state.resolve("lock"), Path.of(Long.toString(dead.pid())));
        assertEquals(ExitCode.DONE, lathe("--version").code());
        assertEquals(1, builds());
    }

    @Test
    void argumentsOptionsAndExitCodesPassThrough() throws IOException, InterruptedException {
        jdk("root/usr/lib/jvm/new", "25");
        environment.put("LATHE_JAVA_OPTS", "-Xmx8g -Done=*");
        String out = lathe("predict", "--text", "two words", "", "*").out();
        assertTrue(out.contains("|--add-modules=jdk.incubator.vector|"), out);
        assertTrue(out.contains("|-Xmx8g|-Done=*|"), out);
        assertTrue(out.endsWith("|dev.lathe.cli.Lathe|predict|--text|two words||*|"), out);
        assertEquals(7, lathe("fail").code());
    }

    @Test
    void aJdkWithoutTheVectorModuleRunsWithoutTheFlag() throws IOException, InterruptedException {
        Path jdk = jdk("root/usr/lib/jvm/new", "30");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"30\"\nMODULES=\"java.base java.logging\"\n");
        assertFalse(lathe("--version").out().contains("--add-modules"));
    }

    @Test
    void itRunsThroughLinksFromAnywhere() throws IOException, InterruptedException {
        jdk("root/usr/lib/jvm/new", "25");
        Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("a checkout/lathe"));
        Path second = Files.createSymbolicLink(programs.folder().resolve("lathe"), first);
        String out = CommandRun.of(launch(second, "--version")).out();
        assertTrue(out.contains("|" + checkout.toRealPath() + "/cli/target/lathe-cli.jar|"), out);
    }

    private Path usedJdk() throws IOException, InterruptedException {
        CommandRun run = lathe("--version");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        return Path.of(run.out().substring(0, run.out().indexOf('|')));
    }

    private CommandRun lathe(String... arguments) throws IOException, InterruptedException {
        return CommandRun.of(launch(checkout.resolve("lathe"), arguments));
    }

    private Process launch(Path launcher, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(CommandRun.toTheLastWord(command)).directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private long builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private Path jdk(String place, String version) throws IOException {
        Path home = folder.resolve(place);
        ScriptFolder bin = ScriptFolder.in(home);
        bin.program("java", JAVA);
        bin.program("javac", "");
        Files.writeString(home.resolve("release"),
                "JAVA_VERSION=\"" + version + "\"\nMODULES=\"java.base jdk.incubator.vector\"\n");
        return home;
    }

    private static Path systemProgram(String name) {
        return List.of("/usr/bin/", "/bin/").stream().map(place -> Path.of(place + name)).filter(Files::isExecutable)
                .findFirst().orElseThrow(() -> new IllegalStateException("these tests need the program '" + name + "'"));
    }

    private static void age(Path tree, Duration age) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
            }
        }
    }
}
