package dev.lathe.train.tagging;

/// The first letter of a tag: where in a chunk its token stands.
public enum TagPrefix {

    /// In no chunk: `O`, which has no type.
    OUTSIDE('O'),

    /// The first token of a chunk.
    BEGIN('B'),

    /// A token of a chunk.
    INSIDE('I'),

    /// The last token of a chunk.
    END('E'),

    /// The only token of a chunk.
    SINGLE('S'),

    /// What BILOU calls [#END].
    LAST('L'),

    /// What BILOU calls [#SINGLE].
    UNIT('U');

    private final char letter;

    TagPrefix(char letter) {
        this.letter = letter;
    }

    /// How a tag begins.
    public char letter() {
        return letter;
    }

    /// The place in a chunk, whatever the scheme calls it.
    ///
    /// @return [#END] for [#LAST], [#SINGLE] for [#UNIT], else itself
    TagPrefix place() {
        return switch (this) {
            case LAST -> END;
            case UNIT -> SINGLE;
            case OUTSIDE, BEGIN, INSIDE, END, SINGLE -> this;
        };
    }

    /// Whether a chunk goes on after a token here, by what the letter means.
    boolean isOpen() {
        return this == BEGIN || this == INSIDE;
    }

    /// Whether a chunk has begun before a token here, by what the letter means.
    boolean isContinuing() {
        return this == INSIDE || this == END;
    }
}
