package dev.lathe.bench.kernels;

/// One engine's way to do one piece of work, with its memory filled and everything set up.
public interface KernelCall extends AutoCloseable {

    /// Who does it, and how where there is a choice.
    String name();

    /// Sets what the engine has for the whole process, such as its threads; called before each turn, not timed.
    default void beforeTurn() {}

    /// Does the work once.
    void call();

    /// What the last call left, row-major, for comparison.
    float[] result();

    @Override
    void close();
}
