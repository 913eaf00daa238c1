package dev.lathe.train.tagging;

/// A tag, taken apart.
///
/// @param prefix where in a chunk the token stands
/// @param type the chunk's type; empty for [TagPrefix#OUTSIDE]
public record Tag(TagPrefix prefix, String type) {

    /// The tag of a token in no chunk.
    public static final Tag OUTSIDE = new Tag(TagPrefix.OUTSIDE, "");

    // As seqeval calls the type of a bare "B" or "I-".
    private static final String NAMELESS = "_";

    /// Takes a tag apart: `O`, or a letter, a dash and a type. A letter alone marks chunks of the type `_`.
    ///
    /// @param tag the text
    /// @return the tag
    /// @throws IllegalArgumentException if it is written otherwise
    public static Tag parse(String tag) {
        if (tag.equals("O")) {
            return OUTSIDE;
        }
        boolean written = tag.length() == 1 || (tag.length() > 1 && tag.charAt(1) == '-');
        for (TagPrefix prefix : TagPrefix.values()) {
            if (written && prefix != TagPrefix.OUTSIDE && tag.charAt(0) == prefix.letter()) {
                return new Tag(prefix, tag.length() > 2 ? tag.substring(2) : NAMELESS);
            }
        }
        throw new IllegalArgumentException(
                "tag '" + tag + "': neither O nor one of B, I, E, S, L, U with a dash and a type");
    }

    boolean isTypeOf(Tag other) {
        return type.equals(other.type);
    }

    @Override
    public String toString() {
        return prefix == TagPrefix.OUTSIDE ? "O" : prefix.letter() + "-" + type;
    }
}
