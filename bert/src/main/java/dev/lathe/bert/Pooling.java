package dev.lathe.bert;

import java.util.Arrays;
import java.util.Optional;

/// How the hidden states of a text's tokens become one vector.
public enum Pooling {
    /// The hidden state of the first token, `[CLS]`.
    CLS("pooling_mode_cls_token"),
    /// The mean over all tokens, special ones included.
    MEAN("pooling_mode_mean_tokens"),
    /// The maximum over all tokens, feature by feature.
    MAX("pooling_mode_max_tokens");

    private final String key;

    Pooling(String key) {
        this.key = key;
    }

    /// The switch for this kind in the `1_Pooling/config.json` of sentence-transformers.
    public String key() {
        return key;
    }

    static Optional<Pooling> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }
}
