package dev.lathe.bert.checkpoint;

import java.io.IOException;

/// Hands over the values of one tensor, row by row, in as many pieces as it likes.
///
/// Called when the tensor's turn comes, so that a model needs no second copy in memory.
@FunctionalInterface
public interface FloatSource {
    /// Sends every value, in order, to the sink.
    void sendTo(FloatSink sink) throws IOException;

    /// Where values go.
    @FunctionalInterface
    interface FloatSink {
        /// Takes the next `count` values, `values[offset]` first; does not keep the array.
        void accept(float[] values, int offset, int count) throws IOException;
    }
}
