package dev.lathe.bench.report;

import java.util.regex.Pattern;

/// A row of the summary: which measurements it is made of.
///
/// @param topic the heading under which its measurements are listed one by one
/// @param work for people
/// @param peer for people
/// @param works names of the works in the result files
/// @param threads that the engines had, 0 for any number
record Row(Topic topic, String work, String peer, Pattern works, int threads, Pair.Choice choice, Goal goal) {

    /// What a row is about.
    enum Topic {
        /// Products of matrices alone.
        PRODUCTS("Matrix products"),
        /// Products inside attention and the whole of it.
        ATTENTION("Attention"),
        /// Fine-tuning.
        TRAINING("Training"),
        /// Finished models.
        INFERENCE("Inference"),
        /// Kernels whose roof is memory.
        MEMORY("Kernels that move memory"),
        /// From text to tokens.
        TOKENIZER("Tokenizer");

        private final String title;

        Topic(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    Line fill(Results results) {
        return new Line(this, results.latest(m -> fits(m) && !choice.of(m).isEmpty()).stream()
                .flatMap(m -> choice.of(m).stream()).toList());
    }

    private boolean fits(Measurement measurement) {
        return (threads == 0 || threads == measurement.threads()) && works.matcher(measurement.work()).matches();
    }
}
