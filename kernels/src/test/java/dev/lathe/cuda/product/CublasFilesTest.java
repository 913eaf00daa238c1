package dev.lathe.cuda.product;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where cuBLAS is looked for.
class CublasFilesTest {
    private static final List<String> BY_NAME = List.of("libcublas.so.13", "libcublas.so.12", "libcublas.so.11");

    @TempDir
    private Path root;

    @BeforeEach
    void followLinksOfTheFolderItself() throws IOException {
        root = root.toRealPath();
    }

    @Test
    void theLoaderIsAskedFirst() {
        assertEquals(BY_NAME, CublasFiles.in(root, Map.of()).libraries());
    }

    @Test
    void theUsualFoldersAreSearched() throws IOException {
        for (String folder : List.of(
                "usr/local/cuda-13.0/lib64", "usr/local/cuda-12.4/lib64", "usr/lib/x86_64-linux-gnu", "usr/lib64",
                "usr/local/nvidia/lib64", "opt/conda/lib/python3.12/site-packages/nvidia/cublas/lib")) {
            finds(library(folder, 12), Map.of());
        }
    }

    @Test
    void theFoldersThatTheEnvironmentNamesAreSearched() throws IOException {
        finds(library("toolkit/lib64", 13), Map.of("CUDA_HOME", at("toolkit")));
        finds(library("path/lib64", 13), Map.of("CUDA_PATH", at("path")));
        finds(library("conda/lib", 12), Map.of("CONDA_PREFIX", at("conda")));
        finds(library("env/lib/python3.13/site-packages/nvidia/cu13/lib", 13), Map.of("VIRTUAL_ENV", at("env")));
        finds(library("home/.local/lib/python3.9/site-packages/nvidia/cublas/lib", 11), Map.of("HOME", at("home")));
    }

    @Test
    void pythonIsFollowedThroughAllItsLinks() throws IOException {
        Path real = Files.createDirectories(root.resolve("pythons/3.12/bin")).resolve("python3.12");
        Files.createFile(real);
        Path environment = Files.createDirectories(root.resolve("venv/bin")).resolve("python3");
        Files.createSymbolicLink(environment, real);
        Path shown = Files.createDirectories(root.resolve("tools")).resolve("python3");
        Files.createSymbolicLink(shown, Path.of("../venv/bin/python3"));
        Map<String, String> path = Map.of("PATH", "/no/such:" + at("tools"));
        finds(library("pythons/3.12/lib/python3.12/site-packages/nvidia/cublas/lib", 12), path);
        finds(library("venv/lib/python3.12/site-packages/nvidia/cu13/lib", 13), path);
    }

    @Test
    void aPathThatIsNoneAndALinkToItselfFindNothing() throws IOException {
        Path tools = Files.createDirectories(root.resolve("tools"));
        Files.createSymbolicLink(tools.resolve("python3"), Path.of("python3"));
        assertEquals(BY_NAME, CublasFiles.in(root, Map.of("PATH", at("tools") + "::\0", "HOME", "\0")).libraries());
    }

    private void finds(Path library, Map<String, String> environment) throws IOException {
        var libraries = CublasFiles.in(root, environment).libraries();
        assertEquals(library.toString(), libraries.getLast(), libraries.toString());
        Files.delete(library);
    }

    private Path library(String folder, int version) throws IOException {
        return Files.createFile(Files.createDirectories(root.resolve(folder)).resolve("libcublas.so." + version));
    }

    private String at(String folder) {
        return root.resolve(folder).toString();
    }
}
