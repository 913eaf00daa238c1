package dev.lathe.bench.kernels;

import dev.lathe.bench.memory.MemoryBound;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/// Times kernels that do little with much memory beside copying as many bytes with as many threads.
///
/// Arrays are far larger than the caches, 100 MB each and more, so the figure is what the kernel costs beyond the way to
/// memory. Options are those of `KernelProgram`.
public final class MovedBytes {
    /// 100 MB of hidden states of BERT-base.
    private static final int ROWS = 32_768;
    private static final int HIDDEN = 768;
    /// As many elements as scores, in rows for sequences of 128.
    private static final int SCORES = 128;
    private static final int VOCABULARY = 30_522;
    private static final int MASKED_TOKENS = 1024;
    /// The parameters of MiniLM.
    private static final int PARAMETERS = 22_713_216;

    private MovedBytes() {}

    /// Runs the benchmark.
    ///
    /// @param arguments options
    /// @throws IOException when the result file can't be written
    public static void main(String... arguments) throws IOException {
        new KernelProgram(arguments).run(Arrays.stream(MemoryBound.values()).flatMap(MovedBytes::sizes));
    }

    private static Stream<MemoryKernel> sizes(MemoryBound kernel) {
        return switch (kernel) {
            case LAYER_NORM -> Stream.of(
                    new MemoryKernel(kernel, ROWS, HIDDEN), new MemoryKernel(kernel, 2 * ROWS, HIDDEN / 2));
            case GELU, GELU_GRAD_INPUT -> Stream.of(new MemoryKernel(kernel, ROWS / 4, 4 * HIDDEN));
            case ADAM_W -> Stream.of(new MemoryKernel(kernel, 1, PARAMETERS));
            case SOFTMAX -> Stream.of(new MemoryKernel(kernel, 6 * ROWS, SCORES), new MemoryKernel(kernel, 2 * ROWS, 4 * SCORES));
            case SOFTMAX_GRAD_INPUT -> Stream.of(new MemoryKernel(kernel, 6 * ROWS, SCORES));
            case CROSS_ENTROPY, CROSS_ENTROPY_GRAD_LOGITS ->
                Stream.of(new MemoryKernel(kernel, MASKED_TOKENS, VOCABULARY));
            case LAYER_NORM_GRAD_INPUT, LAYER_NORM_GRAD_PARAMETERS, L2_NORMALIZE, TANH, ADD, SCALE, DROPOUT, GATHER,
                    MEAN_POOL, SUM_ROWS ->
                Stream.of(new MemoryKernel(kernel, ROWS, HIDDEN));
        };
    }
}
