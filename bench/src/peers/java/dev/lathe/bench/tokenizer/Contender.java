package dev.lathe.bench.tokenizer;

import java.util.List;

/// A way to encode a batch of texts.
///
/// @param name   as it stands in the results
/// @param encode encodes all texts and returns how many tokens they have, special ones included
record Contender(String name, Encoder encode) {
    /// See [Contender].
    interface Encoder {
        long tokens(List<String> texts);
    }
}
