package dev.lathe.bert.calls;

/// Hears of each batch of calls when it begins, in the thread that works it off.
@FunctionalInterface
public interface BatchListener {
    /// Nobody.
    BatchListener NONE = (_, _) -> {};

    /// @param size of the calls together, such as their tokens
    /// @param waited nanoseconds that each of them has waited
    void begins(long size, long... waited);
}
