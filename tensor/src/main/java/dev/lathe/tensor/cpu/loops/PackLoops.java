package dev.lathe.tensor.cpu.loops;

/// The loops that copy parts of a matrix into panels, where whole groups of elements are copied; see `Packing`.
public interface PackLoops {
    /// Columns or rows that [#transposed] takes at a time.
    int GROUP = 8;

    /// Line k of each panel = the panel's `width` elements of stored row k.
    ///
    /// @param stride from one stored row to the next
    /// @param width elements of a line: a multiple of [#GROUP], or fewer than a group
    /// @param count panels, one after another, which hold neighbouring elements of the stored rows
    void straight(float[] from, int at, int stride, int depth, int width, int count, float[] panels, int panelsAt);

    /// Elements 0 to 7 of panel line k = element k of stored rows 0 to 7; of fewer rows where lines are narrower than a group.
    ///
    /// @param width from one panel line to the next
    void transposed(float[] from, int at, int stride, int depth, int width, float[] panel, int panelAt);
}
