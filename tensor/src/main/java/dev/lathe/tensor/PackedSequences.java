package dev.lathe.tensor;

/// The layout of a packed batch: the tokens of its sequences one after another, with no padding.
///
/// Hidden states are `[tokens, hiddenSize]`; sequence `s` has the rows from `start(s)` up to `start(s + 1)`.
public final class PackedSequences {
    private final int[] starts;
    private final int longest;
    private final Tensor startTensor;
    private final Tensor exampleTensor;
    private final Tensor positionTensor;

    private PackedSequences(int[] starts, int longest, Tensor startTensor, Tensor exampleTensor, Tensor positionTensor) {
        this.starts = starts;
        this.longest = longest;
        this.startTensor = startTensor;
        this.exampleTensor = exampleTensor;
        this.positionTensor = positionTensor;
    }

    /// Sequences that are the first examples of an optimiser step.
    public static PackedSequences of(Workspace ws, int... lengths) {
        return of(ws, 0, lengths);
    }

    /// @param firstExample number of the first sequence within the optimiser step: with gradient accumulation
    ///     the second part of a batch goes on where the first ended, so that dropout decides the same
    /// @param lengths tokens of each sequence, at least one each
    /// @throws IllegalArgumentException if there is no sequence or an empty one
    public static PackedSequences of(Workspace ws, int firstExample, int[] lengths) {
        if (lengths.length == 0) {
            throw new IllegalArgumentException("packed sequences: none given");
        }
        var starts = new int[lengths.length + 1];
        int longest = 0;
        for (int s = 0; s < lengths.length; s++) {
            if (lengths[s] < 1) {
                throw new IllegalArgumentException(
                        "packed sequences: sequence %d has %d tokens: needs at least 1".formatted(s, lengths[s]));
            }
            starts[s + 1] = Math.addExact(starts[s], lengths[s]);
            longest = Math.max(longest, lengths[s]);
        }
        int tokens = starts[lengths.length];
        var examples = new int[tokens];
        var positions = new int[tokens];
        for (int s = 0; s < lengths.length; s++) {
            for (int i = 0; i < lengths[s]; i++) {
                examples[starts[s] + i] = firstExample + s;
                positions[starts[s] + i] = i;
            }
        }
        return new PackedSequences(
                starts,
                longest,
                ws.ofInts(Shape.of(starts.length), starts),
                ws.ofInts(Shape.of(tokens), examples),
                ws.ofInts(Shape.of(tokens), positions));
    }

    /// Number of sequences.
    public int count() {
        return starts.length - 1;
    }

    /// Number of tokens of all sequences together.
    public int tokens() {
        return starts[starts.length - 1];
    }

    /// Tokens of the longest sequence.
    public int longest() {
        return longest;
    }

    /// Row of the first token of sequence `s`; `start(count())` is the number of tokens.
    public int start(int s) {
        return starts[s];
    }

    /// I32 `[count + 1]`: the starts, on the device.
    public Tensor startTensor() {
        return startTensor;
    }

    /// I32 `[tokens]`: each token's example number within the optimiser step, on the device.
    public Tensor exampleTensor() {
        return exampleTensor;
    }

    /// I32 `[tokens]`: each token's position in its sequence, from 0, on the device.
    public Tensor positionTensor() {
        return positionTensor;
    }
}
