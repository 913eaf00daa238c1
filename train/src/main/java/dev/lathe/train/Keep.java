package dev.lathe.train;

/// Which epoch's model a fine-tuning leaves behind.
public enum Keep {
    /// The one with the highest macro F1 on the dev set; of equals, the one with the lower loss. Without a dev set,
    /// the last.
    BEST,
    /// The last.
    LAST
}
