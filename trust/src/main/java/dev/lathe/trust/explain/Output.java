package dev.lathe.trust.explain;


/// Which number is explained.
public enum Output {
    /// The score before softmax or sigmoid.
    LOGIT,
    /// What it becomes by them, calibrated where the model is; of an answer's places there is none.
    PROBABILITY
}
