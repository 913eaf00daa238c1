package dev.lathe.cli;

import jdk.incubator.vector.FloatVector;

/// The vectors that the CPU kernels run on. Nothing here may be touched without the incubator module, see [#describe()].
final class VectorWidth {
    private static final String MODULE = "jdk.incubator.vector";

    private VectorWidth() {
    }

    /// The widest vector of this processor, or why there is none.
    static String describe() {
        return ModuleLayer.boot().findModule(MODULE).isPresent()
                ? Preferred.describe()
                : "none: start Java with --add-modules " + MODULE + "; plain loops run instead, far slower";
    }

    /// Links to the incubator module, so it is a class of its own.
    private static final class Preferred {
        static String describe() {
            var species = FloatVector.SPECIES_PREFERRED;
            return species.vectorBitSize() + " bits, " + species.length() + " floats at a time";
        }
    }
}
