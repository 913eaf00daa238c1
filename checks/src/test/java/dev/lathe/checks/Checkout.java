package dev.lathe.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder that holds the project, and what the build has put into it.
final class Checkout {
    /// Surefire and Failsafe run in the module's folder.
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern MODULE = Pattern.compile("<module>([a-z0-9-]+)</module>");

    private Checkout() {}

    /// The folders of the modules of every build, in the order of the parent's list; not those of a profile.
    static List<String> modules() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String always = pom.substring(0, pom.indexOf("</modules>"));
        return MODULE.matcher(always).results().map(m -> m.group(1)).toList();
    }

    /// The classes that ship.
    static List<CompiledClass> mainClasses() throws IOException {
        return classes("classes");
    }

    /// The classes of tests.
    static List<CompiledClass> testClasses() throws IOException {
        return classes("test-classes");
    }

    /// The documents of the project, in Markdown.
    static List<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        try (Stream<Path> top = Files.list(ROOT)) {
            top.filter(Checkout::isMarkdown).forEach(documents::add);
        }
        for (String folder : List.of("docs", "examples")) {
            try (Stream<Path> below = Files.walk(ROOT.resolve(folder))) {
                below.filter(Checkout::isMarkdown).filter(file -> !isBuilt(file)).forEach(documents::add);
            }
        }
        documents.sort(null);
        return documents;
    }

    /// Every match of `pattern` in a file.
    static List<MatchResult> matches(Path file, Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(file)).results().toList();
    }

    /// Whether a run has left a file: a model card, for instance.
    private static boolean isBuilt(Path file) {
        return ROOT.relativize(file).toString().matches(".*[/\\\\]target[/\\\\].*");
    }

    private static boolean isMarkdown(Path file) {
        return file.toString().endsWith(".md");
    }

    private static List<CompiledClass> classes(String folder) throws IOException {
        var classes = new ArrayList<CompiledClass>();
        for (String module : modules()) {
            Path root = ROOT.resolve(module, "target", folder);
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                        classes.add(CompiledClass.read(module, file));
                    }
                }
            }
        }
        return classes;
    }
}
