package dev.lathe.tensor.device;

/// How long a [Region] is meant to live, which decides how its memory is laid out.
public enum Lifetime {
    /// As long as a model: each buffer gets exactly the memory it needs.
    MODEL,
    /// A training step or a prediction: memory is recycled from one to the next.
    STEP
}
