package dev.lathe.nn.adapter;

import dev.lathe.nn.Linear;
import dev.lathe.tensor.Workspace;

/// A map of the base with what an adapter adds to it.
public interface AdaptedLinear extends Linear {
    /// Sets those of its parameters that start from the base's values, once the base has them; mostly none.
    ///
    /// @param ws where it may compute
    default void begin(Workspace ws) {}

    /// Moves the adapter's work into the base's own parameters, computed in double precision: from then on these alone are the map.
    /// What is merged is not to be used as an adapter again.
    void merge();
}
