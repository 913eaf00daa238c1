package dev.lathe.tensor.cpu.loops;

import java.util.Locale;
import java.util.Optional;

/// One form of all CPU loops: plain Java, or vectors of one width.
public record Loops(String form, RowLoops rows, MapLoops maps, TileLoops tiles, PackLoops packs, DropoutLoops dropout) {
    /// The form from the first call on: `plain`, a vector width in bits of `128`, `256`, `512`, or `preferred`, the widest
    /// that the CPU prefers. Unset: plain until the preferred vectors are compiled.
    static final String FORM_PROPERTY = "lathe.vector";

    static final String PREFERRED = "preferred";

    public static Loops plain() {
        return new Loops(
                "plain Java", new PlainRowLoops(), new PlainMapLoops(), new PlainTileLoops(), new PlainPackLoops(),
                new PlainDropoutLoops());
    }

    /// What the first call runs: plain loops where vectors take over later.
    ///
    /// @throws IllegalArgumentException if the property names no form
    public static Loops first() {
        return areHandedOver() ? plain() : best();
    }

    /// Whether plain loops hand over to vectors: where there are vectors and the property does not decide.
    public static boolean areHandedOver() {
        return wanted().isEmpty() && haveModule() && VectorCompiler.missingAtOnce().isEmpty();
    }

    /// The fastest form that this JVM can run, or the one that the property names.
    ///
    /// @throws IllegalArgumentException if the property names none
    public static Loops best() {
        return switch (wanted()) {
            case "plain" -> plain();
            case "", PREFERRED, "128", "256", "512" -> Automatic.LOOPS;
            default -> throw new IllegalArgumentException(
                    "-D%s=%s: is none of plain, preferred, 128, 256, 512".formatted(FORM_PROPERTY, wanted()));
        };
    }

    private static String wanted() {
        return System.getProperty(FORM_PROPERTY, "").toLowerCase(Locale.ROOT);
    }

    private static boolean haveModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /// Chosen once a JVM: the width is a constant anyway, and what is missing is said once, not for every device.
    private static final class Automatic {
        static final Loops LOOPS = vectorsElsePlain();
    }

    private static Loops vectorsElsePlain() {
        if (!haveModule()) {
            warn("running without vector instructions; start java with --add-modules jdk.incubator.vector");
            return plain();
        }
        try {
            // Who names a form gets it: comparing bits in an interpreter makes sense.
            Optional<String> missing =
                    wanted().isEmpty() ? VectorCompiler.missing(VectorLoops.preferredBits()) : Optional.empty();
            if (missing.isPresent()) {
                warn("running without vector instructions: " + missing.get());
                return plain();
            }
            return VectorLoops.create();
        } catch (LinkageError e) {
            warn("running without vector instructions: this JDK's jdk.incubator.vector is another version (%s)"
                    .formatted(e.getMessage()));
            return plain();
        }
    }

    /// Looks for its logger only now: that takes as long as making a device, which seldom has anything to say.
    static void warn(String message) {
        System.getLogger(Loops.class.getName()).log(System.Logger.Level.WARNING, message);
    }
}
