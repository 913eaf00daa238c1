package dev.lathe.bench.kernels;

import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Times the whole of attention, forward without dropout, beside oneDNN's `matmul`, `softmax` and `matmul`.
///
/// Sequences fill 16 x 128 tokens; then one sequence alone. Options are those of `KernelProgram`. The small products
/// alone are `MatrixProducts attention`.
public final class Attention {
    private static final int ROWS = 16 * 128;
    private static final int HEADS = 12;

    private Attention() {}

    /// Runs the benchmark.
    ///
    /// @param arguments options
    /// @throws IOException when the result file can't be written
    public static void main(String... arguments) throws IOException {
        new KernelProgram(arguments).run(Stream.concat(heads("bert-base", 64), heads("minilm", 32)));
    }

    private static Stream<AttentionForward> heads(String label, int headSize) {
        return Stream.concat(
                IntStream.of(16, 32, 64, 128, 256, 512).mapToObj(tokens ->
                        new AttentionForward(label, ROWS / tokens, tokens, HEADS, headSize)),
                IntStream.of(16, 128, 512).mapToObj(tokens ->
                        new AttentionForward(label, 1, tokens, HEADS, headSize)));
    }
}
