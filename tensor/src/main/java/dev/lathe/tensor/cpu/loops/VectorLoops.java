package dev.lathe.tensor.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vector form of the loops, and the width that all of it uses.
public final class VectorLoops {
    /// Must be a constant: the compiler turns vector code into instructions only for a species it knows.
    static final VectorSpecies<Float> SPECIES = species();

    private VectorLoops() {}

    public static Loops create() {
        TileLoops tiles = VectorRegisters.of(System.getProperty("os.arch"), preferredBits()).tiles();
        PackLoops packs = SPECIES.length() >= PackLoops.GROUP ? new VectorPackLoops() : new PlainPackLoops();
        return new Loops(
                "vectors of %d bits".formatted(SPECIES.vectorBitSize()),
                new VectorRowLoops(), new VectorMapLoops(), tiles, packs, new VectorDropoutLoops());
    }

    /// Of the widest vectors that the CPU prefers, whatever the loops use.
    static int preferredBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    private static VectorSpecies<Float> species() {
        String bits = System.getProperty(Loops.FORM_PROPERTY, "");
        VectorSpecies<Float> species = bits.isEmpty() || bits.equalsIgnoreCase(Loops.PREFERRED)
                ? FloatVector.SPECIES_PREFERRED
                : VectorSpecies.of(float.class, VectorShape.forBitSize(Integer.parseInt(bits)));
        return switch (species.length()) {
            case 4, 8, 16 -> species;
            case 2 -> FloatVector.SPECIES_128;
            default -> FloatVector.SPECIES_512;
        };
    }
}
