package dev.lathe.nn;

import dev.lathe.tensor.Parameter;

/// A parameter and what it starts from when no checkpoint has it.
///
/// @param own whether it is none that a checkpoint must have; see [ModelScope#ownParameter]
public record ModelParameter(Parameter parameter, Initializer initializer, boolean own) {
    public String name() {
        return parameter.name();
    }

    /// Sets the parameter to its starting values for a seed.
    public void initialize(long seed) {
        initializer.initialize(parameter, seed);
    }
}
