package dev.lathe.bert.encoder;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;

/// The tokens of several texts, packed: what goes into a model.
///
/// @param inputIds I32 `[tokens]`: ids of the vocabulary
/// @param tokenTypeIds I32 `[tokens]`: 0 for the first text of a pair, 1 for the second
/// @param sequences where each text's tokens are
public record TokenBatch(Tensor inputIds, Tensor tokenTypeIds, PackedSequences sequences) {
    public static TokenBatch of(Workspace ws, List<TokenSequence> texts) {
        return of(ws, texts, 0);
    }

    /// @param firstExample number of the first text within the optimiser step; see [PackedSequences]
    public static TokenBatch of(Workspace ws, List<TokenSequence> texts, int firstExample) {
        int[] lengths = texts.stream().mapToInt(TokenSequence::size).toArray();
        var sequences = PackedSequences.ofPart(ws, firstExample, lengths);
        var ids = new int[sequences.tokens()];
        var types = new int[sequences.tokens()];
        for (int s = 0; s < lengths.length; s++) {
            System.arraycopy(texts.get(s).ids(), 0, ids, sequences.start(s), lengths[s]);
            System.arraycopy(texts.get(s).typeIds(), 0, types, sequences.start(s), lengths[s]);
        }
        Shape tokens = Shape.of(ids.length);
        return new TokenBatch(ws.ofInts(tokens, ids), ws.ofInts(tokens, types), sequences);
    }
}
