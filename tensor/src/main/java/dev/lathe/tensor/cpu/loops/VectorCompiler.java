package dev.lathe.tensor.cpu.loops;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/// Whether this JVM turns vector code into instructions. Where it does not, each vector is an object and plain loops
/// are many times faster.
final class VectorCompiler {
    /// Of the compiler's levels, that of C2, the only one of HotSpot's compilers that knows vectors.
    private static final int C2 = 4;
    /// Below that no width of the loops fits.
    private static final int LEAST_BITS = 128;

    private VectorCompiler() {}

    /// What is missing, as a part of a sentence; empty where vectors can be compiled, as far as the JVM tells.
    ///
    /// @param widestBits of the vectors that the JVM prefers
    static Optional<String> missing(int widestBits) {
        Optional<String> compiler = missingAtOnce();
        if (compiler.isEmpty() && ModuleLayer.boot().findModule("jdk.management").isPresent()) {
            compiler = HotSpot.missing();
        }
        return compiler.isEmpty() && widestBits < LEAST_BITS
                ? Optional.of("this JVM has vectors of %d bits only".formatted(widestBits)) : compiler;
    }

    /// The part of [#missing] that takes no time to find out: it is asked when a device is made.
    static Optional<String> missingAtOnce() {
        String name = System.getProperty("java.vm.name", "");
        String info = System.getProperty("java.vm.info", "");
        if (info.contains("interpreted mode")) {
            return Optional.of("this JVM only interprets (-Xint)");
        }
        // A JVM for small programs, or one told to be like it by -XX:TieredStopAtLevel=1 or -XX:CompilationMode=quick-only.
        if (info.contains("emulated-client") || name.contains("Client") || name.contains("Minimal")) {
            return Optional.of("this JVM has its C2 compiler switched off (-XX:TieredStopAtLevel=1)");
        }
        return name.contains("Server") ? Optional.empty() : Optional.of("%s has no C2 compiler".formatted(name));
    }

    /// A class of its own: a small runtime may lack what it refers to.
    private static final class HotSpot {
        static Optional<String> missing() {
            var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            if (Integer.parseInt(options.getVMOption("TieredStopAtLevel").getValue()) < C2) {
                return Optional.of("this JVM has its C2 compiler switched off (-XX:TieredStopAtLevel)");
            }
            return options.getVMOption("UseFMA").getValue().equals("true") ? Optional.empty()
                    : Optional.of("this JVM has no instruction that multiplies and adds (-XX:-UseFMA, or an old processor)");
        }
    }
}
