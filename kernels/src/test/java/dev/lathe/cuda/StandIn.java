package dev.lathe.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaDriver;
import dev.lathe.cuda.launch.KernelImages;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.cuda.product.CublasChoice;
import dev.lathe.cuda.product.CublasFiles;
import dev.lathe.cuda.product.MatrixProduct;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A GPU without a GPU: a library that the unmodified JCuda takes for the driver, and the kernel files compiled for the
/// CPU. Built by g++ into `target`, once for each state of the sources. See `src/test/standin/driver.cpp`.
final class StandIn {
    /// The devices it has, by number.
    enum Kind {
        /// Work runs when it is asked for.
        EAGER,
        /// Work runs when somebody waits for it.
        LAZY,
        /// The last block and thread run first.
        REVERSED,
        /// Memory that was not asked for can't be touched.
        GUARD,
        /// No kernel runs, and memory is only reserved: for real sizes.
        IDLE;

        /// Those that compute.
        static List<Kind> computing() {
            return List.of(EAGER, LAZY, REVERSED, GUARD);
        }
    }

    /// What may be wrong with a cuBLAS, by number in `cublas.cpp`.
    enum Fault {
        NONE, DOES_NOT_START, REFUSES, WRONG
    }

    private static final Path SOURCES = Path.of("src/test/standin");
    private static final Path KERNELS = Path.of("src/main/cuda");
    private static final List<String> FLAGS = List.of(
            "-std=c++17", "-O2", "-mavx2", "-mfma", "-ffp-contract=off", "-fPIC", "-shared", "-fvisibility=hidden",
            "-fno-gnu-unique", "-fno-strict-aliasing", "-fno-stack-protector", "-fcf-protection=none",
            "-Wno-unknown-pragmas");
    private static final Pattern KERNEL = Pattern.compile("(?m)^KERNEL (\\w+)\\(");
    private static final Pattern DYNAMIC_SHARED = Pattern.compile("extern __shared__ float (\\w+)\\[];");

    private final Path folder;
    private final byte[] kernels;

    private StandIn(Path folder) {
        this.folder = folder;
        this.kernels = bytes(folder.resolve("kernels.so"));
    }

    /// Empty where there is no g++.
    private static final class Built {
        static final Optional<StandIn> STAND_IN = build();
    }

    /// The stand-in, which from now on is this process's driver. Skips the test where there is no g++.
    static StandIn get() {
        assumeTrue(Built.STAND_IN.isPresent(), "needs g++ to build the stand-in for a GPU");
        return Built.STAND_IN.get();
    }

    /// A backend on one of its devices, with matrix products of our own.
    static CudaBackend backend(Kind kind) {
        KernelImages images = get().images();
        var context = new CudaContext(kind.ordinal());
        return new CudaBackend(context, memory(context), images, Optional.empty());
    }

    /// The kernels of all families in one image.
    KernelImages images() {
        return (family, computeCapability) -> kernels;
    }

    /// The memory of one of its devices; of a guarding one each buffer lies by itself.
    static CudaMemory memory(CudaContext context) {
        boolean guards = context.name().equals("cuda:" + Kind.GUARD.ordinal());
        return new CudaMemory(context, guards ? CudaMemory.Layout.SEPARATE : CudaMemory.Layout.SLABS);
    }

    /// The stand-in for cuBLAS of a major version.
    Path cublas(int major) {
        return folder.resolve("libcublas.so." + major);
    }

    /// One with a fault.
    Path cublas(int major, Fault fault) {
        Path broken = folder.resolve(fault.name());
        Path library = broken.resolve("libcublas.so." + major);
        if (!Files.exists(library)) {
            try {
                Files.createDirectories(broken);
                await(startCublas(folder, broken, major, fault));
            } catch (IOException e) {
                throw new UncheckedIOException("stand-in: building " + library, e);
            }
        }
        return library;
    }

    /// Matrix products by cuBLAS of a major version, called directly.
    static Optional<MatrixProduct> product(CudaContext context, CudaMemory memory, int major) {
        String library = get().cublas(major).toString();
        return CublasChoice.search(context, memory, new CublasFiles(List.of(library))).product();
    }

    /// Compiles one more kernel file, from `src/test/standin`.
    byte[] compile(String file) {
        Path library = folder.resolve(file + ".so");
        if (!Files.exists(library)) {
            Path source = module(folder, file, List.of(SOURCES.resolve(file)));
            await(start(folder, source, library.getFileName().toString()));
        }
        return bytes(library);
    }

    /// The kernels of all families, in a form that fails at the first race.
    KernelImages imagesThatWatch() {
        byte[] watching = compileWatching("kernels", list(KERNELS, ".cu"));
        return (family, computeCapability) -> watching;
    }

    /// As [#compile], in a form that fails at the first race: see `race.h`.
    byte[] compileWatching(String file) {
        return compileWatching(file, List.of(SOURCES.resolve(file)));
    }

    private byte[] compileWatching(String name, List<Path> files) {
        Path library = folder.resolve(name + ".watching.so");
        if (!Files.exists(library)) {
            String object = name + ".watching.o";
            await(start(folder, module(folder, name + ".watching", files), object, "-c", "-g1", "-DSTANDIN_RACES",
                    "-fsanitize=thread", "-fno-tree-vectorize"));
            // Linked without the sanitizer, whose run time would come with it.
            await(start(folder, folder.resolve(object), library.getFileName().toString()));
        }
        return bytes(library);
    }

    private static Optional<StandIn> build() {
        try {
            if (new ProcessBuilder("g++", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() != 0) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while asking g++ for its version", e);
        }
        Path folder = Path.of("target", "stand-in", hashOfSources()).toAbsolutePath();
        if (!Files.exists(folder)) {
            compileAll(folder);
        }
        System.setProperty(CudaDriver.LIBRARY, folder.resolve("libcuda.so.1").toString());
        return Optional.of(new StandIn(folder));
    }

    /// Into a folder beside, which then gets its name: an interrupted build leaves none that looks complete.
    private static void compileAll(Path folder) {
        try {
            Files.createDirectories(folder.getParent());
            Path unfinished = Files.createTempDirectory(folder.getParent(), "unfinished");
            Process kernels = start(unfinished, module(unfinished, "kernels", list(KERNELS, ".cu")), "kernels.so");
            await(start(unfinished, SOURCES.resolve("driver.cpp"), "libcuda.so.1", "-Wl,-soname,libcuda.so.1", "-ldl"));
            for (int major : new int[] {11, 12, 13}) {
                await(startCublas(unfinished, unfinished, major, Fault.NONE));
            }
            await(kernels);
            Files.move(unfinished, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("stand-in: building in " + folder, e);
        }
    }

    /// @param driver folder of the stand-in for the driver
    private static Process startCublas(Path driver, Path folder, int major, Fault fault) throws IOException {
        String name = "libcublas.so." + major;
        Path version = folder.resolve(name + ".map");
        Files.writeString(version, "%s { global: cublas*; local: *; };%n".formatted(name));
        return start(folder, SOURCES.resolve("cublas.cpp"), name,
                "-DSTANDIN_CUBLAS_MAJOR=" + major, "-DSTANDIN_CUBLAS_FAULT=" + fault.ordinal(), "-Wl,-soname," + name,
                "-Wl,--version-script=" + version, "-Wl,-rpath,$ORIGIN:$ORIGIN/..",
                driver.resolve("libcuda.so.1").toString());
    }

    /// Writes a C++ file that holds kernel files as they are but for the one construct that C++ lacks, and the list of
    /// their kernels.
    private static Path module(Path folder, String name, List<Path> files) {
        var text = new StringBuilder("#include \"kernel_host.h\"\n");
        var names = new StringBuilder();
        for (Path file : files) {
            String source = new String(bytes(file), StandardCharsets.UTF_8);
            text.append("#line 1 \"").append(file.toAbsolutePath()).append("\"\n")
                    .append(DYNAMIC_SHARED.matcher(source).replaceAll("float* $1 = (float*) standinShared();"));
            KERNEL.matcher(source).results().forEach(m -> names.append("STANDIN_KERNEL(%s)\n".formatted(m.group(1))));
        }
        Path generated = folder.resolve(name + ".cpp");
        try {
            Files.writeString(generated, text.append(names));
        } catch (IOException e) {
            throw new UncheckedIOException("stand-in: writing " + generated, e);
        }
        return generated;
    }

    private static Process start(Path folder, Path source, String output, String... more) {
        var command = new ArrayList<String>(List.of("g++"));
        command.addAll(FLAGS);
        command.addAll(List.of(
                "-I", SOURCES.toString(), "-I", KERNELS.toString(), "-DLATHE_ON_HOST",
                "-o", folder.resolve(output).toString(), source.toString()));
        command.addAll(List.of(more));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(output + ".log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException("stand-in: starting g++", e);
        }
    }

    private static void await(Process compiler) {
        try {
            if (compiler.waitFor() != 0) {
                throw new IllegalStateException("stand-in: failed: %s; see the .log beside its output"
                        .formatted(compiler.info().commandLine().orElse("g++")));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while g++ ran", e);
        }
    }

    private static String hashOfSources() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(FLAGS.toString().getBytes(StandardCharsets.UTF_8));
            for (Path file : Stream.of(list(SOURCES, ""), list(KERNELS, "")).flatMap(List::stream).toList()) {
                digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
                digest.update(bytes(file));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static List<Path> list(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(ending)).sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("stand-in: listing " + folder, e);
        }
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("stand-in: reading " + file, e);
        }
    }
}
