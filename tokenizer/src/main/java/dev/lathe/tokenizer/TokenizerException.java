package dev.lathe.tokenizer;

/// A tokenizer file was read but cannot be used: it is broken, incomplete, or asks for what is not
/// supported. The message names the file, the place and the problem.
///
/// Another model directory is the way out, which is why this is a type of its own.
public final class TokenizerException extends RuntimeException {
    /// @param message file, place and problem
    public TokenizerException(String message) {
        super(message);
    }

    /// @param message file, place and problem
    /// @param cause   what the reader of the file said
    public TokenizerException(String message, Throwable cause) {
        super(message, cause);
    }
}
