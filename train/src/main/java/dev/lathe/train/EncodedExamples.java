package dev.lathe.train;

import dev.lathe.bert.TokenSequence;
import dev.lathe.tokenizer.WordPieceTokenizer;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.data.TextExample;
import java.util.List;

/// A data set as the model reads it.
///
/// @param texts the tokens of each example
/// @param labels the id of each example's label
record EncodedExamples(List<TokenSequence> texts, int[] labels) {
    /// @param maxLength tokens at most; longer texts are cut at their end
    static EncodedExamples of(TextDataset data, LabelSet labels, WordPieceTokenizer tokenizer, int maxLength) {
        return new EncodedExamples(
                data.examples().stream().map(example -> encode(example, tokenizer, maxLength)).toList(),
                labels.idsOf(data));
    }

    int size() {
        return labels.length;
    }

    private static TokenSequence encode(TextExample example, WordPieceTokenizer tokenizer, int maxLength) {
        String pair = example.textPair();
        return TokenSequence.of(pair == null
                ? tokenizer.encode(example.text(), maxLength)
                : tokenizer.encode(example.text(), pair, maxLength));
    }
}
