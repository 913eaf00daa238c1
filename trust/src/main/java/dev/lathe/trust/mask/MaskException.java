package dev.lathe.trust.mask;

/// A text that could not be searched, or rules that cannot be used. The message is one line and holds nothing of the text.
///
/// Who meets it shows the text to nobody: what was not searched may hold anything.
public final class MaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MaskException(String message) {
        super(message);
    }
}
