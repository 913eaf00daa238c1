package dev.lathe.tokenizer.text;

/// Takes the marks of a [MarkRun] and the characters that they stand on.
interface MarkSink {
    /// A character as it is before the last step, lower-casing.
    ///
    /// @param start where in the given text it came from
    /// @param end   where that ends
    void putLowered(int codePoint, int start, int end);
}
