package dev.lathe.bench.kernels;

import dev.lathe.bench.peers.Work;
import java.util.List;

/// A piece of work that several engines can do.
public interface Workload {

    /// Says what it is in one line of a table.
    String name();

    /// How much of [#unit] one call is.
    double amount();

    /// What a call's speed is told in.
    Work.Unit unit();

    /// As results have it.
    default Work work() {
        return new Work(name(), amount(), unit());
    }

    /// Makes all engines ready to do it, Lathe first.
    List<KernelCall> open(int threads);

    /// Runs each engine once and looks at what it leaves.
    ///
    /// @return the largest difference between two results for the same element
    /// @throws ArithmeticException if one is more than rounding explains
    double compare(List<KernelCall> calls);
}
