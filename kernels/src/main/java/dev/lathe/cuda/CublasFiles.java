package dev.lathe.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Libraries that may be cuBLAS, by name for the loader or by path.
///
/// @param libraries those that exist, and names that the loader may know, in the order in which they are tried
record CublasFiles(List<String> libraries) {
    CublasFiles {
        libraries = List.copyOf(libraries);
    }

    /// The loader's own path first; then `CUDA_HOME`, the usual folders and Python's packages.
    static CublasFiles onThisMachine() {
        var found = new ArrayList<String>();
        for (int version : new int[] {13, 12, 11}) {
            found.add("libcublas.so." + version);
        }
        for (Path folder : folders()) {
            add(folder, "libcublas.so.1[123]", found);
        }
        return new CublasFiles(found);
    }

    List<String> ofVersion(int version) {
        return libraries.stream().filter(library -> library.endsWith(".so." + version)).toList();
    }

    private static List<Path> folders() {
        var folders = new ArrayList<Path>();
        String home = System.getenv("CUDA_HOME");
        if (home != null) {
            folders.add(Path.of(home, "lib64"));
        }
        matching(Path.of("/usr/local"), "cuda*").forEach(cuda -> folders.add(cuda.resolve("lib64")));
        folders.add(Path.of("/usr/lib/x86_64-linux-gnu"));
        for (Path root : pythonRoots()) {
            for (Path python : matching(root, "python3*")) {
                for (String packages : new String[] {"site-packages", "dist-packages"}) {
                    Path nvidia = python.resolve(packages).resolve("nvidia");
                    matching(nvidia, "cu*").forEach(part -> folders.add(part.resolve("lib")));
                }
            }
        }
        return folders;
    }

    /// The usual ones, and where the Pythons of the user's PATH keep theirs: `lib` beside `bin`.
    private static List<Path> pythonRoots() {
        var roots = new ArrayList<>(List.of(Path.of("/usr/local/lib"), Path.of("/usr/lib"), Path.of("/opt/conda/lib")));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (folder.endsWith("/bin") && Files.exists(Path.of(folder, "python3"))) {
                roots.add(Path.of(folder).resolveSibling("lib"));
            }
        }
        String home = System.getenv("HOME");
        if (home != null) {
            roots.add(Path.of(home, ".local", "lib"));
        }
        return roots.stream().distinct().toList();
    }

    private static void add(Path folder, String pattern, List<String> to) {
        matching(folder, pattern).forEach(file -> to.add(file.toString()));
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
