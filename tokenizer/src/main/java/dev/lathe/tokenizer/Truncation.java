package dev.lathe.tokenizer;

/// What to do with texts that have more tokens than a model takes.
///
/// A text that is too long is seen through windows of equal length, of which [Tokenizer#encode]
/// gives the first and [Tokenizer#windows] all. Where the special tokens leave no room at all,
/// every strategy empties both texts, as in the reference.
///
/// @param strategy  which text of a pair gives way
/// @param side      from which end
/// @param maxLength how many tokens there may be, with the special ones; without meaning for
///                  [TruncationStrategy#DO_NOT_TRUNCATE]
/// @param stride    how many tokens of a text a window shares with the one before; less than what the
///                  window holds of that text
public record Truncation(TruncationStrategy strategy, TruncationSide side, int maxLength, int stride) {
    /// However many tokens there are.
    public static final Truncation NONE =
            new Truncation(TruncationStrategy.DO_NOT_TRUNCATE, TruncationSide.RIGHT, 0, 0);

    /// @throws IllegalArgumentException if a number is negative
    public Truncation {
        if (maxLength < 0 || stride < 0) {
            throw new IllegalArgumentException(
                    "truncation: maxLength %d, stride %d: one is negative".formatted(maxLength, stride));
        }
    }

    /// Cuts the end of the longer text, without overlap.
    public static Truncation to(int maxLength) {
        return new Truncation(TruncationStrategy.LONGEST_FIRST, TruncationSide.RIGHT, maxLength, 0);
    }

    /// The same with another strategy.
    public Truncation withStrategy(TruncationStrategy value) {
        return new Truncation(value, side, maxLength, stride);
    }

    /// The same from another side.
    public Truncation withSide(TruncationSide value) {
        return new Truncation(strategy, value, maxLength, stride);
    }

    /// The same with another overlap of the windows.
    public Truncation withStride(int value) {
        return new Truncation(strategy, side, maxLength, value);
    }

    /// How many tokens of a single text a window holds.
    ///
    /// @throws IllegalArgumentException if the text cannot be made to fit
    int keptOfSingle(int size, int special) {
        if (strategy == TruncationStrategy.DO_NOT_TRUNCATE) {
            return size;
        }
        int room = room(special);
        if (size <= room || room == 0) {
            return Math.min(size, room);
        }
        return switch (strategy) {
            case LONGEST_FIRST, ONLY_FIRST -> room;
            case DO_NOT_TRUNCATE -> size;
            case ONLY_SECOND -> throw new IllegalArgumentException(
                    "encode: only_second: there is no second text to cut for %d tokens".formatted(maxLength));
        };
    }

    /// How many tokens of each text of a pair a window holds.
    ///
    /// @throws IllegalArgumentException if the texts cannot be made to fit
    PairLengths keptOfPair(int first, int second, int special) {
        if (strategy == TruncationStrategy.DO_NOT_TRUNCATE) {
            return new PairLengths(first, second);
        }
        int room = room(special);
        if (room == 0) {
            return new PairLengths(0, 0);
        }
        return switch (first + second <= room ? TruncationStrategy.DO_NOT_TRUNCATE : strategy) {
            case DO_NOT_TRUNCATE -> new PairLengths(first, second);
            case LONGEST_FIRST -> PairLengths.longestFirst(first, second, room);
            case ONLY_FIRST -> new PairLengths(kept("the first text", first, room - second), second);
            case ONLY_SECOND -> new PairLengths(first, kept("the second text", second, room - first));
        };
    }

    private int kept(String which, int size, int room) {
        if (room <= 0) {
            throw new IllegalArgumentException("encode: maxLength %d: %s has %d tokens, and none would be left"
                    .formatted(maxLength, which, size));
        }
        return room;
    }

    private int room(int special) {
        if (maxLength < special) {
            throw new IllegalArgumentException(
                    "encode: maxLength %d: the special tokens alone are %d".formatted(maxLength, special));
        }
        return maxLength - special;
    }
}
