package dev.lathe.tensor.cpu;

import java.util.Locale;

/// One form of all CPU loops: plain Java, or vectors of one width.
record Loops(String form, RowLoops rows, MapLoops maps, TileLoops tiles, PackLoops packs, KeepLoops keeps) {
    /// `plain`, or the vector width in bits: `128`, `256`, `512`. Unset: the widest that the CPU prefers.
    static final String FORM_PROPERTY = "lathe.vector";

    private static final System.Logger LOG = System.getLogger(Loops.class.getName());

    static Loops plain() {
        return new Loops(
                "plain Java", new PlainRowLoops(), new PlainMapLoops(), new PlainTileLoops(), new PlainPackLoops(),
                new PlainKeepLoops());
    }

    /// The fastest form that this JVM can run, or the one that the property names.
    ///
    /// @throws IllegalArgumentException if the property names none
    static Loops best() {
        String wanted = System.getProperty(FORM_PROPERTY, "").toLowerCase(Locale.ROOT);
        if (wanted.equals("plain")) {
            return plain();
        }
        if (!wanted.isEmpty() && !wanted.matches("128|256|512")) {
            throw new IllegalArgumentException(
                    "-D%s=%s: is none of plain, 128, 256, 512".formatted(FORM_PROPERTY, wanted));
        }
        return Automatic.LOOPS;
    }

    /// Chosen once a JVM: the width is a constant anyway, and what is missing is said once, not for every device.
    private static final class Automatic {
        static final Loops LOOPS = vectorsElsePlain();
    }

    private static Loops vectorsElsePlain() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            LOG.log(System.Logger.Level.WARNING,
                    "running without vector instructions; start java with --add-modules jdk.incubator.vector");
            return plain();
        }
        try {
            return VectorLoops.create();
        } catch (LinkageError e) {
            LOG.log(System.Logger.Level.WARNING,
                    "running without vector instructions: this JDK's jdk.incubator.vector is another version (%s)"
                            .formatted(e.getMessage()));
            return plain();
        }
    }
}
