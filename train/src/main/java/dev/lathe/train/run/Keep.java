package dev.lathe.train.run;

/// Which epoch's model a fine-tuning leaves behind.
public enum Keep {
    /// The one with the best headline score on the dev set, for a classifier macro F1; of equals, the one with the
    /// lower loss. Without a dev set, the last.
    BEST,
    /// The last.
    LAST
}
