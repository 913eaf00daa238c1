package dev.lathe.cuda.product;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Libraries that may be cuBLAS, by name for the loader or by path.
///
/// @param libraries those that exist, and names that the loader may know, in the order in which they are tried
public record CublasFiles(List<String> libraries) {
    public CublasFiles {
        libraries = List.copyOf(libraries);
    }

    /// The loader's own path first; then `CUDA_HOME`, the usual folders, those of an active environment and Python's
    /// packages.
    static CublasFiles onThisMachine() {
        return in(Path.of("/"), System.getenv());
    }

    /// @param root that stands before the system's folders
    static CublasFiles in(Path root, Map<String, String> environment) {
        var found = new ArrayList<String>();
        for (int version : new int[] {13, 12, 11}) {
            found.add("libcublas.so." + version);
        }
        new Search(root, environment).folders().map(folder -> matching(folder, "libcublas.so.1[123]"))
                .forEach(files -> files.forEach(file -> found.add(file.toString())));
        return new CublasFiles(found.stream().distinct().toList());
    }

    List<String> ofVersion(int version) {
        return libraries.stream().filter(library -> library.endsWith(".so." + version)).toList();
    }

    private record Search(Path root, Map<String, String> environment) {
        Stream<Path> folders() {
            return Stream.of(
                    named("CUDA_HOME", "lib64"), named("CUDA_PATH", "lib64"),
                    matching(root.resolve("usr/local"), "cuda*").stream().map(cuda -> cuda.resolve("lib64")),
                    Stream.of("usr/lib/x86_64-linux-gnu", "usr/lib64", "usr/local/nvidia/lib64").map(root::resolve),
                    named("CONDA_PREFIX", "lib"), named("VIRTUAL_ENV", "lib"),
                    pythonRoots().flatMap(Search::wheels)).flatMap(all -> all);
        }

        /// A folder inside of one that the environment names.
        private Stream<Path> named(String variable, String inside) {
            return path(environment.getOrDefault(variable, "")).stream().map(folder -> folder.resolve(inside));
        }

        /// Where Pythons keep their packages: those of an active environment, those of the user's PATH, and the usual ones.
        private Stream<Path> pythonRoots() {
            return Stream.of(
                    named("CONDA_PREFIX", "lib"), named("VIRTUAL_ENV", "lib"),
                    Stream.of(environment.getOrDefault("PATH", "").split(":")).flatMap(folder -> path(folder).stream())
                            .flatMap(folder -> alongLinks(folder.resolve("python3")))
                            .flatMap(python -> Stream.of("../../lib", "../../lib64").map(lib -> python.resolve(lib).normalize())),
                    Stream.of("usr/local/lib", "usr/lib", "usr/lib64", "opt/conda/lib").map(root::resolve),
                    named("HOME", ".local/lib")).flatMap(all -> all).distinct();
        }

        /// A file and all that it links to, one after another: an environment's Python is a link to another.
        private static Stream<Path> alongLinks(Path file) {
            var chain = new ArrayList<Path>();
            try {
                Path next = file;
                while (Files.exists(next) && !chain.contains(next)) {
                    chain.add(next);
                    next = Files.isSymbolicLink(next)
                            ? next.resolveSibling(Files.readSymbolicLink(next)).normalize() : next.toRealPath();
                }
            } catch (IOException e) {
                return chain.stream();
            }
            return chain.stream();
        }

        private static Stream<Path> wheels(Path lib) {
            return matching(lib, "python3*").stream()
                    .flatMap(python -> Stream.of("site-packages", "dist-packages").map(python::resolve))
                    .flatMap(packages -> matching(packages.resolve("nvidia"), "*").stream())
                    .map(part -> part.resolve("lib"));
        }

        private static Optional<Path> path(String text) {
            try {
                return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }
    }

    /// Sorted, newest version first; nothing if the folder can't be read.
    private static List<Path> matching(Path folder, String pattern) {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                files.forEach(found::add);
            } catch (IOException e) {
                return List.of();
            }
        }
        return found.stream().sorted((a, b) -> b.compareTo(a)).toList();
    }
}
