package dev.lathe.trust.policy;

/// When a model is held against a policy: rules about what cannot be known then are passed over.
public enum Moment {
    /// Before a fine-tuning: licences.
    BEFORE_TRAINING,
    /// After a fine-tuning: also scores, gaps and epsilon.
    TRAINED,
    /// When it is evaluated: also who has signed it.
    EVALUATED,
    /// Before it is served: also what is masked.
    SERVED
}
