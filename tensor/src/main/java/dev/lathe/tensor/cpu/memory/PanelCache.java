package dev.lathe.tensor.cpu.memory;

import org.jspecify.annotations.Nullable;

/// The packed panels of one weight matrix, kept for as long as the weight stays as it is.
///
/// Predictions use the same weights again and again: packing them each time would take longer than the product
/// of a short text. Training changes them at every step: then the panels of `Gemm`'s own memory do. A weight that
/// is used twice without a change between is being predicted with, and its panels are kept from then on, which
/// takes as much memory again as the weight.
///
/// A frozen weight is used again and again by training steps too, whose many rows hardly notice that it is packed each time
/// (a hundredth part of a step of LoRA), but whose memory would be a third more. Its panels are kept once products of few rows ask.
final class PanelCache {
    /// Products of any number of rows have panels kept.
    static final int ANY_ROWS = Integer.MAX_VALUE;
    /// Rows of the largest product that has a frozen weight's panels kept.
    static final int FEW_ROWS = 512;

    private final int mostRows;
    private volatile @Nullable Panels panels;
    private int usedSince = -1;

    /// @param mostRows of a product that panels are kept for
    PanelCache(int mostRows) {
        this.mostRows = mostRows;
    }

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
    /// @param rows of the product that they are wanted for
    /// @param width columns of a panel, which differ between forms of the tile loop
    /// @param size of the panels
    float @Nullable [] of(int changes, int rows, int width, int size, Packer packer) {
        Panels kept = panels;
        if (kept != null && kept.serve(changes, width)) {
            return kept.values;
        }
        return rows > mostRows ? null : pack(changes, width, size, packer);
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
