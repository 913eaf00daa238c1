package dev.lathe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.cli.terminal.ExitCode;
import dev.lathe.cli.terminal.VersionLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher with the real command and a real JDK, in a checkout that holds nothing but what the build made.
class LauncherIT {
    @TempDir
    private static Path folder;
    private static Path launcher;
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "PATH", "/usr/bin:/bin", "LATHE_JAVA_HOME", System.getProperty("java.home"),
            "LATHE_CACHE", folder.resolve("cache").toString()));

    @BeforeAll
    static void copyTheBuild() throws IOException {
        Path checkout = Files.createDirectories(folder.resolve("a checkout"));
        launcher = Files.copy(Path.of("..", "lathe"), checkout.resolve("lathe"), StandardCopyOption.COPY_ATTRIBUTES);
        Path target = Files.createDirectories(checkout.resolve("cli/target"));
        Files.createDirectories(target.resolve("lib"));
        Files.copy(Path.of("target", "lathe-cli.jar"), target.resolve("lathe-cli.jar"));
        try (var libraries = Files.list(Path.of("target", "lib"))) {
            for (Path library : libraries.toList()) {
                Files.copy(library, target.resolve("lib").resolve(library.getFileName()));
            }
        }
        Files.createDirectories(target.resolve("launcher"));
        Files.createFile(target.resolve("launcher/built"));
    }

    @Test
    void theVersionIsAllThatIsPrinted() throws IOException, InterruptedException {
        assertEquals(new CommandRun(ExitCode.DONE,
                "lathe " + VersionLine.number() + " (JDK " + System.getProperty("java.version") + ")\n", ""),
                lathe("--version"));
    }

    @Test
    void loadedClassesAreArchived() throws IOException, InterruptedException {
        lathe("--version");
        Path archive = launcher.resolveSibling("cli/target/launcher/classes-" + System.getProperty("java.version") + ".jsa");
        assertTrue(Files.size(archive) > 0);
        environment.put("LATHE_JAVA_OPTS", "-Xlog:class+load");
        String loaded = lathe("--version").out();
        assertTrue(loaded.contains("dev.lathe.cli.Lathe source: shared objects file"));
    }

    @Test
    void argumentsAreUnicodeInEveryLocale() throws IOException, InterruptedException {
        for (String locale : List.of("C", "C.UTF-8", "no_SUCH.ISO-8859-1")) {
            environment.put("LANG", locale);
            environment.put("LC_ALL", locale);
            assertEquals("lathe: unexpected argument '你好 🙂 é'; see 'lathe --help'\n", lathe("你好 🙂 é").err());
        }
    }

    @Test
    void doctorFindsTheVectorModule() throws IOException, InterruptedException {
        CommandRun run = lathe("doctor");
        assertTrue(run.out().matches("(?s).*device     CPU, vectors of \\d+ bits, .*"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void whatJavaItselfHasToSayComesThrough() throws IOException, InterruptedException {
        environment.put("LATHE_JAVA_OPTS", "-Xbogus");
        CommandRun run = lathe("--version");
        assertTrue(run.err().startsWith("Unrecognized option: -Xbogus\n"), run.err());
        assertEquals(ExitCode.FAILED, run.code());
    }

    private CommandRun lathe(String... arguments) throws IOException, InterruptedException {
        return CommandRun.of(launch(arguments));
    }

    private Process launch(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(CommandRun.toTheLastWord(command));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }
}
