package dev.lathe.bench.kernels;

import java.util.List;

/// A piece of work that several engines can do.
public interface Workload {

    /// Says what it is in one line of a table.
    String name();

    /// How much of [#unit] one call is.
    double amount();

    /// What a call's speed is told in.
    Unit unit();

    /// The most that a result may differ from the first engine's.
    double tolerance();

    /// Makes all engines ready to do it, Lathe first.
    List<KernelCall> open(int threads);

    /// What is counted.
    enum Unit {
        /// 10⁹ multiplications and additions.
        GIGAFLOP,
        /// 10⁹ bytes read or written.
        GIGABYTE
    }
}
