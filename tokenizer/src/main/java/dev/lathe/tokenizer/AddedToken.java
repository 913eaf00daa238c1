package dev.lathe.tokenizer;

/// A token that is recognised in the text as a whole, before words are cut.
///
/// @param id         its id, or [#NO_ID] where a file names the token only
/// @param content    its text
/// @param special    whether it has a meaning for the model rather than standing for text
/// @param normalized whether it is looked for in the normalised text, itself normalised; else in the text as it stands
/// @param singleWord whether it counts only where neither neighbour is part of a word
/// @param lstrip     whether the spaces before it belong to it
/// @param rstrip     whether the spaces behind it belong to it
public record AddedToken(
        int id, String content, boolean special, boolean normalized, boolean singleWord, boolean lstrip, boolean rstrip) {
    public static final int NO_ID = -1;

    /// A token with a meaning of its own, looked for as it stands.
    public static AddedToken special(int id, String content) {
        return new AddedToken(id, content, true, false, false, false, false);
    }

    public AddedToken withId(int value) {
        return new AddedToken(value, content, special, normalized, singleWord, lstrip, rstrip);
    }

    /// The same as a special one, looked for as before.
    public AddedToken asSpecial() {
        return new AddedToken(id, content, true, normalized, singleWord, lstrip, rstrip);
    }
}
