package dev.lathe.trust.policy;

import java.io.IOException;

/// A file that is no policy, or a model that a policy refuses. The message is one line: the rule, what it asks for, and what was found.
public final class PolicyException extends IOException {
    private static final long serialVersionUID = 1L;

    public PolicyException(String message) {
        super(message);
    }
}
