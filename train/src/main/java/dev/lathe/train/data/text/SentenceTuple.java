package dev.lathe.train.data.text;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.SourceLine;
import java.util.List;

/// Sentences from which an embedding model learns what is alike.
public sealed interface SentenceTuple extends Example {

    /// Two sentences that belong together, such as a question and its answer; those of other pairs serve as counter-examples.
    ///
    /// @param source where it was read
    /// @param anchor the one
    /// @param positive the other
    record Pair(SourceLine source, String anchor, String positive) implements SentenceTuple {
        /// @throws dev.lathe.train.data.rows.DataException if a sentence is `null`
        public Pair {
            source.require("anchor", anchor);
            source.require("positive", positive);
        }

        @Override
        public List<String> content() {
            return List.of(anchor, positive);
        }

        @Override
        public List<String> texts() {
            return List.of(anchor, positive);
        }
    }

    /// Two sentences, and how alike people find them.
    ///
    /// @param source where it was read
    /// @param first the one
    /// @param second the other
    /// @param score how alike they are, in the file's own scale
    record ScoredPair(SourceLine source, String first, String second, double score) implements SentenceTuple {
        /// @throws dev.lathe.train.data.rows.DataException if a sentence is `null`
        public ScoredPair {
            source.require("first", first);
            source.require("second", second);
        }

        @Override
        public List<String> content() {
            return List.of(first, second, "=", Double.toString(score));
        }

        @Override
        public List<String> texts() {
            return List.of(first, second);
        }
    }

    /// A sentence, one that belongs to it, and one that does not.
    ///
    /// @param source where it was read
    /// @param anchor the sentence
    /// @param positive what should be nearer to it
    /// @param negative what should be farther from it
    record Triplet(SourceLine source, String anchor, String positive, String negative) implements SentenceTuple {
        /// @throws dev.lathe.train.data.rows.DataException if a sentence is `null`
        public Triplet {
            source.require("anchor", anchor);
            source.require("positive", positive);
            source.require("negative", negative);
        }

        @Override
        public List<String> content() {
            return List.of(anchor, positive, negative);
        }

        @Override
        public List<String> texts() {
            return List.of(anchor, positive, negative);
        }
    }
}
