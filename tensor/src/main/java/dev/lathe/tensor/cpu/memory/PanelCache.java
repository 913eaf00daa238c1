package dev.lathe.tensor.cpu.memory;

import org.jspecify.annotations.Nullable;

/// The packed panels of one weight matrix, kept for as long as the weight stays as it is.
///
/// Predictions use the same weights again and again: packing them each time would take longer than the product
/// of a short text. Training changes them at every step: then the panels of `Gemm`'s own memory do. A weight that
/// is used twice without a change between is being predicted with, and its panels are kept from then on, which
/// takes as much memory again as the weight.
final class PanelCache {
    private volatile @Nullable Panels panels;
    private int usedSince = -1;

    /// @param changes of the weight when its panels were packed
    /// @param width columns of a panel
    private record Panels(int changes, int width, float[] values) {
        boolean serve(int wantedChanges, int wantedWidth) {
            return changes == wantedChanges && width == wantedWidth;
        }
    }

    /// Packs into an array of at least the weight's padded size.
    @FunctionalInterface
    public interface Packer {
        void pack(float[] panels);
    }

    /// The panels of a weight that has changed `changes` times, or null if they are not worth keeping yet.
    ///
    /// @param width columns of a panel, which differ between forms of the tile loop
    /// @param size of the panels
    float @Nullable [] of(int changes, int width, int size, Packer packer) {
        Panels kept = panels;
        if (kept != null && kept.serve(changes, width)) {
            return kept.values;
        }
        return pack(changes, width, size, packer);
    }

    private synchronized float @Nullable [] pack(int changes, int width, int size, Packer packer) {
        Panels kept = panels;
        if (kept != null && kept.serve(changes, width)) {
            return kept.values;
        }
        if (usedSince != changes) {
            usedSince = changes;
            return null;
        }
        // Nobody reads the panels of a weight that has changed since; those of another width someone may.
        boolean reusable = kept != null && kept.changes != changes && kept.values.length == size;
        float[] values = reusable ? kept.values : new float[size];
        packer.pack(values);
        panels = new Panels(changes, width, values);
        return values;
    }
}
