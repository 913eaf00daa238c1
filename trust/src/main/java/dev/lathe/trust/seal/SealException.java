package dev.lathe.trust.seal;

import java.io.IOException;

/// What cannot be encrypted or decrypted. The message is one line, with the file.
public final class SealException extends IOException {
    private static final long serialVersionUID = 1L;

    public SealException(String message) {
        super(message);
    }
}
