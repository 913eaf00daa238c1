package dev.lathe.cuda.product;

import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaDriver;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.memory.CudaMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which cuBLAS multiplies matrices: version 12 through JCublas where it loads, else 13, 12 or 11 called directly, else
/// none, and our own kernels do. One that does not start, or gets a small product wrong, is passed over.
///
/// @param product the library, if there is one
/// @param refusals why what was tried before was not taken, a line each
public record CublasChoice(Optional<MatrixProduct> product, List<String> refusals) {
    /// System property with the path of a library to use, or [#NONE].
    public static final String LIBRARY = "lathe.cuda.cublas";
    public static final String NONE = "none";
    private static final List<Integer> VERSIONS = List.of(13, 12, 11);

    public CublasChoice {
        refusals = List.copyOf(refusals);
    }

    /// What the property says, else what is found.
    ///
    /// @throws CudaException if the library that the property names can't be used
    public static CublasChoice of(CudaContext context, CudaMemory memory) {
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

    public static CublasChoice search(CudaContext context, CudaMemory memory, CublasFiles files) {
        var search = new Search(context, memory, new ArrayList<>());
        // JCublas takes the first one that is open, whichever comes after it.
        Optional<MatrixProduct> found = files.ofVersion(12).stream().filter(search::opens).findFirst()
                .flatMap(search::throughJCublas);
        for (int version : VERSIONS) {
            for (String library : files.ofVersion(version)) {
                if (found.isEmpty()) {
                    found = search.direct(library);
                }
            }
        }
        return new CublasChoice(found, search.refusals);
    }

    private record Search(CudaContext context, CudaMemory memory, List<String> refusals) {
        boolean opens(String library) {
            // Wheels and archives keep libcublasLt beside the library, where the loader does not look.
            Path beside = Path.of(library.replace("libcublas.", "libcublasLt."));
            if (library.indexOf('/') >= 0 && Files.exists(beside)) {
                CudaDriver.opens(beside.toString());
            }
            return CudaDriver.opens(library);
        }

        Optional<MatrixProduct> throughJCublas(String library) {
            try {
                return sound(library + " through JCublas", new JCublasProduct(context, memory.device()));
            } catch (CudaException e) {
                refusals.add("%s through JCublas: %s".formatted(library, e.getMessage()));
            }
            return Optional.empty();
        }

        @SuppressWarnings("restricted")
        Optional<MatrixProduct> direct(String library) {
            if (!opens(library)) {
                refusals.add(library + " was not found");
                return Optional.empty();
            }
            SymbolLookup symbols = library.indexOf('/') >= 0
                    ? SymbolLookup.libraryLookup(Path.of(library), Arena.global())
                    : SymbolLookup.libraryLookup(library, Arena.global());
            try {
                return sound(library, new ForeignCublasProduct(context, memory.device(), ForeignCublas.of(symbols)));
            } catch (IllegalArgumentException | CudaException e) {
                refusals.add("%s: %s".formatted(library, e.getMessage()));
                return Optional.empty();
            }
        }

        /// The library, unless it refuses a small product or gets it wrong.
        private Optional<MatrixProduct> sound(String name, MatrixProduct product) {
            Optional<String> fault;
            try {
                fault = ProductProbe.faultOf(product, memory);
            } catch (CudaException e) {
                fault = Optional.of(e.getMessage());
            }
            if (fault.isEmpty()) {
                return Optional.of(product);
            }
            product.close();
            refusals.add("%s: %s".formatted(name, fault.get()));
            return Optional.empty();
        }
    }
}
