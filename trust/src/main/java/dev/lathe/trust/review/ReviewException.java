package dev.lathe.trust.review;

import java.io.IOException;

/// A file that is no queue of reviews, or an answer that does not fit one. The message is one line.
public final class ReviewException extends IOException {
    private static final long serialVersionUID = 1L;

    public ReviewException(String message) {
        super(message);
    }
}
