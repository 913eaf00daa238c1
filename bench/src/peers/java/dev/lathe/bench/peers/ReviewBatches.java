package dev.lathe.bench.peers;

import dev.lathe.tokenizer.wordpiece.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// An epoch of real text in batches: the same examples in the same order for every engine.
///
/// @param batches each padded to its own longest
record ReviewBatches(List<PaddedBatch> batches) {

    private static final int MAX_LENGTH = 128;
    private static final long SEED = 42;

    /// @param examples of a batch
    static ReviewBatches read(Path file, WordPieceTokenizer tokenizer, int examples) throws IOException {
        var reviews = new ArrayList<>(ReviewSentences.read(file));
        Collections.shuffle(reviews, new Random(SEED));
        var batches = new ArrayList<PaddedBatch>();
        for (int from = 0; from < reviews.size(); from += examples) {
            batches.add(batch(reviews.subList(from, Math.min(reviews.size(), from + examples)), tokenizer));
        }
        return new ReviewBatches(batches);
    }

    private static PaddedBatch batch(List<ReviewSentences.Review> reviews, WordPieceTokenizer tokenizer) {
        List<int[]> ids = reviews.stream().map(review -> tokenizer.encode(review.text(), MAX_LENGTH).ids()).toList();
        int[] lengths = ids.stream().mapToInt(sequence -> sequence.length).toArray();
        int columns = ids.stream().mapToInt(sequence -> sequence.length).max().orElseThrow();
        var padded = new long[lengths.length * columns];
        for (int row = 0; row < lengths.length; row++) {
            for (int column = 0; column < lengths[row]; column++) {
                padded[row * columns + column] = ids.get(row)[column];
            }
        }
        long[] labels = reviews.stream().mapToLong(review -> review.positive() ? 1 : 0).toArray();
        return new PaddedBatch(lengths.length, columns, padded, new long[padded.length], lengths, labels);
    }

    /// The same with every sequence padded to the most that any may have, as most tutorials do.
    ReviewBatches paddedToMost() {
        return new ReviewBatches(batches.stream().map(batch -> batch.widened(MAX_LENGTH)).toList());
    }

    /// Tokens that are real.
    int tokens() {
        return batches.stream().mapToInt(PaddedBatch::tokens).sum();
    }

    /// Tokens and padding.
    int positions() {
        return batches.stream().mapToInt(batch -> batch.rows() * batch.columns()).sum();
    }
}
