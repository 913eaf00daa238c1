package dev.lathe.tensor;

import java.util.Arrays;

/// The layout of a packed batch: the tokens of its sequences one after another, with no padding.
///
/// Hidden states are `[tokens, hiddenSize]`; sequence `s` has the rows from `start(s)` up to `start(s + 1)`.
public final class PackedSequences {
    private final int[] starts;
    private final int longest;
    private final int firstExample;
    private final Tensor startTensor;
    private final Tensor exampleTensor;
    private final Tensor positionTensor;
    private final Tensor firstRowTensor;
    private final Tensor sequenceExampleTensor;
    private final Tensor sequencePositionTensor;

    private PackedSequences(Workspace ws, int[] starts, int longest, int firstExample) {
        this.starts = starts;
        this.longest = longest;
        this.firstExample = firstExample;
        int count = starts.length - 1;
        int tokens = starts[count];
        var examples = new int[tokens];
        var positions = new int[tokens];
        var sequenceExamples = new int[count];
        for (int s = 0; s < count; s++) {
            sequenceExamples[s] = ws.exampleNumber(firstExample + s);
            for (int row = starts[s]; row < starts[s + 1]; row++) {
                examples[row] = sequenceExamples[s];
                positions[row] = row - starts[s];
            }
        }
        startTensor = ws.ofInts(Shape.of(starts.length), starts);
        exampleTensor = ws.ofInts(Shape.of(tokens), examples);
        positionTensor = ws.ofInts(Shape.of(tokens), positions);
        firstRowTensor = ws.ofInts(Shape.of(count), Arrays.copyOf(starts, count));
        sequenceExampleTensor = ws.ofInts(Shape.of(count), sequenceExamples);
        sequencePositionTensor = ws.ofInts(Shape.of(count), new int[count]);
    }

    /// Sequences that are the first examples of an optimiser step.
    ///
    /// @param lengths tokens of each sequence, at least one each
    /// @throws IllegalArgumentException if there is no sequence or an empty one
    public static PackedSequences of(Workspace ws, int... lengths) {
        return ofPart(ws, 0, lengths);
    }

    /// Sequences that are a later part of an optimiser step.
    ///
    /// @param firstExample number of the first sequence within the optimiser step: with gradient accumulation
    ///     the second part of a batch goes on where the first ended, so that dropout decides the same
    /// @param lengths tokens of each sequence, at least one each
    /// @throws IllegalArgumentException if there is no sequence or an empty one
    public static PackedSequences ofPart(Workspace ws, int firstExample, int... lengths) {
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
        return new PackedSequences(ws, starts, longest, firstExample);
    }

    /// The same sequences, each with so many tokens more.
    ///
    /// @param more tokens of each, 0 or more
    public PackedSequences lengthened(Workspace ws, int more) {
        var lengths = new int[count()];
        Arrays.setAll(lengths, s -> starts[s + 1] - starts[s] + more);
        return ofPart(ws, firstExample, lengths);
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

    /// I32 `[count]`: the row of each sequence's first token, on the device.
    public Tensor firstRowTensor() {
        return firstRowTensor;
    }

    /// I32 `[count]`: each sequence's example number within the optimiser step, on the device.
    public Tensor sequenceExampleTensor() {
        return sequenceExampleTensor;
    }

    /// I32 `[count]`: zeros, the position of what stands for a whole sequence, on the device.
    public Tensor sequencePositionTensor() {
        return sequencePositionTensor;
    }
}
