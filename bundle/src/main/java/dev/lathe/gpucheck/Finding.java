package dev.lathe.gpucheck;

/// One thing that a part of the check found out.
sealed interface Finding {
    /// What it is about.
    String name();

    /// What is so, with nothing to hold it against.
    record Fact(String name, String text) implements Finding {}

    /// Whether the GPU does what it must.
    ///
    /// @param note what was measured and what is allowed, or what went wrong
    record Check(String name, boolean kept, String note) implements Finding {}

    /// A measured figure.
    ///
    /// @param unit of all three
    record Figure(String name, String unit, double median, double min, double max) implements Finding {}
}
