package dev.lathe.train.data.question;

/// An answer, which is a part of its context.
///
/// @param text the answer
/// @param start where it begins in the context, in UTF-16 units
public record GoldAnswer(String text, int start) {

    /// Where it ends.
    ///
    /// @return the offset after its last character
    public int end() {
        return start + text.length();
    }
}
