package dev.lathe.train.tagging;

import java.util.List;

/// Finds the chunks that a sentence's tags mark.
public sealed interface ChunkReader permits TagScheme, LenientChunks {

    /// Finds the chunks.
    ///
    /// @param tags a tag for each token
    /// @return the chunks in their order; none overlap
    /// @throws IllegalArgumentException if a tag is none
    List<Chunk> chunks(List<String> tags);

    /// The reading of `conlleval` and of seqeval's default mode, which makes something of every sequence and needs no scheme.
    ///
    /// @return the reader
    static ChunkReader lenient() {
        return LenientChunks.READER;
    }
}
