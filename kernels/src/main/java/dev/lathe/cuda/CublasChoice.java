package dev.lathe.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which cuBLAS multiplies matrices: version 12 through JCublas where it loads, else 13, 12 or 11 called directly, else
/// none, and our own kernels do.
///
/// @param product the library, if there is one
/// @param refusals why what was tried before was not taken, a line each
record CublasChoice(Optional<MatrixProduct> product, List<String> refusals) {
    /// System property with the path of a library to use, or [#NONE].
    static final String LIBRARY = "lathe.cuda.cublas";
    static final String NONE = "none";
    private static final List<Integer> VERSIONS = List.of(13, 12, 11);

    CublasChoice {
        refusals = List.copyOf(refusals);
    }

    /// What the property says, else what is found.
    ///
    /// @throws CudaException if the library that the property names can't be used
    static CublasChoice of(CudaContext context, DeviceMemory memory) {
        String given = System.getProperty(LIBRARY, "");
        if (given.equals(NONE)) {
            return new CublasChoice(Optional.empty(), List.of("-D%s=none was given".formatted(LIBRARY)));
        }
        if (given.isEmpty()) {
            return search(context, memory, CublasFiles.onThisMachine());
        }
        CublasChoice choice = search(context, memory, new CublasFiles(List.of(given)));
        if (choice.product.isEmpty()) {
            throw new CudaException("cuBLAS: -D%s=%s: %s".formatted(
                    LIBRARY, given, String.join("; ", choice.refusals.isEmpty()
                            ? List.of("needs a name that ends in .so.13, .so.12 or .so.11") : choice.refusals)));
        }
        return choice;
    }

    static CublasChoice search(CudaContext context, DeviceMemory memory, CublasFiles files) {
        var refusals = new ArrayList<String>();
        for (String library : files.ofVersion(12)) {
            var jcublas = throughJCublas(library, context, memory, refusals);
            if (jcublas.isPresent()) {
                return new CublasChoice(jcublas, refusals);
            }
        }
        for (int version : VERSIONS) {
            for (String library : files.ofVersion(version)) {
                var direct = direct(library, context, memory, refusals);
                if (direct.isPresent()) {
                    return new CublasChoice(direct, refusals);
                }
            }
        }
        return new CublasChoice(Optional.empty(), refusals);
    }

    private static Optional<MatrixProduct> throughJCublas(
            String library, CudaContext context, DeviceMemory memory, List<String> refusals) {
        openDependency(library);
        if (!CudaDriver.opens(library)) {
            refusals.add(library + " was not found");
            return Optional.empty();
        }
        try {
            return Optional.of(new JCublasProduct(context, memory));
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            // The second: JCublas was asked for before, and did not load then.
            refusals.add(library + ": JCublas does not load it");
            return Optional.empty();
        }
    }

    @SuppressWarnings("restricted")
    private static Optional<MatrixProduct> direct(
            String library, CudaContext context, DeviceMemory memory, List<String> refusals) {
        openDependency(library);
        if (!CudaDriver.opens(library)) {
            refusals.add(library + " was not found");
            return Optional.empty();
        }
        SymbolLookup symbols = library.indexOf('/') >= 0
                ? SymbolLookup.libraryLookup(Path.of(library), Arena.global())
                : SymbolLookup.libraryLookup(library, Arena.global());
        try {
            return Optional.of(new ForeignCublasProduct(context, memory, ForeignCublas.of(symbols)));
        } catch (IllegalArgumentException e) {
            refusals.add("%s: %s".formatted(library, e.getMessage()));
            return Optional.empty();
        }
    }

    /// Wheels and archives keep libcublasLt beside the library, where the loader does not look.
    private static void openDependency(String library) {
        Path beside = Path.of(library.replace("libcublas.", "libcublasLt."));
        if (library.indexOf('/') >= 0 && Files.exists(beside)) {
            CudaDriver.opens(beside.toString());
        }
    }
}
