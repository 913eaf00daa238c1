package dev.lathe.train.tagging;

import java.util.Arrays;
import java.util.Collection;

/// A tag, taken apart.
///
/// @param prefix where in a chunk the token stands
/// @param type the chunk's type; empty for [TagPrefix#OUTSIDE]
public record Tag(TagPrefix prefix, String type) {

    /// The tag of a token in no chunk.
    public static final Tag OUTSIDE = new Tag(TagPrefix.OUTSIDE, "");

    private static final int MOST_CODE_POINTS = 40;

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
        if (isWritten(tag)) {
            for (TagPrefix prefix : TagPrefix.values()) {
                if (tag.charAt(0) == prefix.letter()) {
                    return new Tag(prefix, tag.length() > 2 ? tag.substring(2) : NAMELESS);
                }
            }
        }
        throw new IllegalArgumentException(
                "tag '" + shown(tag) + "': neither O nor one of B, I, E, S, L, U with a dash and a type");
    }

    /// A tag as messages show it: whatever stands in the last column of a file that holds no tags.
    private static String shown(String tag) {
        boolean tooLong = tag.codePointCount(0, tag.length()) > MOST_CODE_POINTS;
        return tooLong ? tag.substring(0, tag.offsetByCodePoints(0, MOST_CODE_POINTS)) + "…" : tag;
    }

    /// Whether tags mark chunks: one begins with `B-` or `I-`, or each is such as [#parse] takes. Others are plain words, such as
    /// parts of speech, each of which says all about its own token.
    ///
    /// @param tags all tags of some data or of a model
    /// @return whether they do
    public static boolean markChunks(Collection<String> tags) {
        return tags.stream().anyMatch(tag -> tag.startsWith("B-") || tag.startsWith("I-"))
                || tags.stream().allMatch(Tag::isWritten);
    }

    private static boolean isWritten(String tag) {
        boolean letter = Arrays.stream(TagPrefix.values()).anyMatch(prefix -> tag.indexOf(prefix.letter()) == 0);
        return tag.equals("O") || letter && tag.charAt(0) != 'O' && (tag.length() == 1 || tag.charAt(1) == '-');
    }

    boolean isTypeOf(Tag other) {
        return type.equals(other.type);
    }

    @Override
    public String toString() {
        return prefix == TagPrefix.OUTSIDE ? "O" : prefix.letter() + "-" + type;
    }
}
