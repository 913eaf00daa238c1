package dev.lathe.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Builds a project below `examples` as a user's Maven would, from a repository that holds Lathe's artifacts.
///
/// Everything else comes from the local repository of the build that is running, as if that were a remote one: so
/// the build needs no network, and leaves no trace in the user's own repository.
final class ConsumerProject {
    /// The libraries that `lathe-train` brings, and itself.
    static final List<String> TRAINING = List.of("tensor", "json", "tokenizer", "nn", "optim", "bert", "watch", "train");
    /// The libraries that `lathe-bert` brings, and itself.
    static final List<String> INFERENCE = List.of("tensor", "json", "tokenizer", "nn", "bert");
    private static final String VERSION = property("checks.version");

    private ConsumerProject() {}

    /// @param folder to build in
    /// @param source the project: one of those below `examples`
    /// @param libraries modules of ours that its Maven finds
    /// @return the class path of the built project
    static String build(Path folder, Path source, List<String> libraries) throws IOException, InterruptedException {
        Path project = folder.resolve("project");
        copy(source.resolve("pom.xml"), project.resolve("pom.xml"));
        try (Stream<Path> files = Files.walk(source.resolve("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file, project.resolve(source.relativize(file).toString()));
            }
        }
        Path repository = folder.resolve("repository");
        publish(repository, libraries);
        Path classPath = folder.resolve("class-path.txt");
        maven(project, repository, "compile", "dependency:build-classpath", "-Dmdep.outputFile=" + classPath);
        return project.resolve("target/classes") + System.getProperty("path.separator") + Files.readString(classPath);
    }

    /// Calls Maven in a project that was built.
    ///
    /// @param folder it was built in
    /// @return what Maven printed
    static String run(Path folder, String... goals) throws IOException, InterruptedException {
        return maven(folder.resolve("project"), folder.resolve("repository"), goals);
    }

    /// The names of the jars on a class path, without their versions.
    static List<String> jars(String classPath) {
        return Arrays.stream(classPath.split(System.getProperty("path.separator")))
                .map(jar -> Path.of(jar).getFileName().toString())
                .filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceFirst("-\\d.*", ""))
                .sorted().toList();
    }

    /// Puts the artifacts where `mvn install` would.
    private static void publish(Path repository, List<String> libraries) throws IOException {
        copy(Checkout.ROOT.resolve("pom.xml"), place(repository, "parent", "pom"));
        copy(Checkout.ROOT.resolve("bom/pom.xml"), place(repository, "bom", "pom"));
        for (String library : libraries) {
            Path module = Checkout.ROOT.resolve(library);
            copy(module.resolve("pom.xml"), place(repository, library, "pom"));
            Path jar = module.resolve("target/lathe-%s-%s.jar".formatted(library, VERSION));
            copy(jar, place(repository, library, "jar"));
        }
    }

    private static Path place(Path repository, String module, String extension) {
        String artifact = "lathe-" + module;
        return repository.resolve("dev/lathe/%s/%s/%1$s-%2$s.%s".formatted(artifact, VERSION, extension));
    }

    private static String maven(Path project, Path repository, String... goals) throws IOException, InterruptedException {
        Path settings = Files.writeString(repository.resolveSibling("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors>
                    <mirror>
                      <id>cached</id>
                      <mirrorOf>*</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                </settings>
                """.formatted(repository, Path.of(property("checks.repository")).toUri()));
        Path log = repository.resolveSibling("maven.txt");
        var builder = new ProcessBuilder(Stream.concat(
                Stream.of(Path.of(property("checks.maven"), "bin", "mvn").toString(), "-B", "-ntp", "-s",
                        settings.toString()),
                Stream.of(goals)).toList());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.directory(project.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        int code = builder.start().waitFor();
        assertEquals(0, code, () -> read(log));
        return read(log);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name + ": set by the build; run 'mvn verify'");
    }
}
