package dev.lathe.bench.kernels;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/// A C library out of a jar, loaded for the rest of the program.
@SuppressWarnings("restricted")
final class NativeLibrary {
    private final String name;
    private final SymbolLookup symbols;

    private NativeLibrary(String name, SymbolLookup symbols) {
        this.name = name;
        this.symbols = symbols;
    }

    /// Unpacks files of one folder beside each other, since they look for one another there, and loads the last.
    ///
    /// @param folder in the jar, with a slash at its end
    static NativeLibrary unpack(String folder, String... files) {
        String last = "";
        for (String file : files) {
            last = unpack(folder + file).getPath();
        }
        return new NativeLibrary(last, SymbolLookup.libraryLookup(last, Arena.global()));
    }

    private static File unpack(String resource) {
        URL url = NativeLibrary.class.getResource(resource);
        if (url == null) {
            throw new IllegalStateException(resource + ": not on the class path; build with -Ppeers on Linux x86-64");
        }
        try {
            return Loader.cacheResource(url);
        } catch (IOException failed) {
            throw new UncheckedIOException(resource + ": cannot be unpacked", failed);
        }
    }

    /// The C function `symbol` as an instance of `type`, whose only method has its parameters and result.
    <T> T function(Class<T> type, String symbol) {
        MemorySegment address = symbols.find(symbol)
                .orElseThrow(() -> new IllegalStateException(name + ": has no function " + symbol));
        return MethodHandleProxies.asInterfaceInstance(type,
                Linker.nativeLinker().downcallHandle(address, signature(type.getMethods()[0])));
    }

    private static FunctionDescriptor signature(Method method) {
        MemoryLayout[] parameters = Stream.of(method.getParameterTypes()).map(NativeLibrary::layout)
                .toArray(MemoryLayout[]::new);
        return method.getReturnType() == void.class
                ? FunctionDescriptor.ofVoid(parameters)
                : FunctionDescriptor.of(layout(method.getReturnType()), parameters);
    }

    private static MemoryLayout layout(Class<?> type) {
        return switch (type.getName()) {
            case "byte" -> ValueLayout.JAVA_BYTE;
            case "int" -> ValueLayout.JAVA_INT;
            case "long" -> ValueLayout.JAVA_LONG;
            case "float" -> ValueLayout.JAVA_FLOAT;
            case "java.lang.foreign.MemorySegment" -> ValueLayout.ADDRESS;
            default -> throw new IllegalArgumentException(type + ": no C function here takes it");
        };
    }
}
