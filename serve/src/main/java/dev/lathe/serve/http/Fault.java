package dev.lathe.serve.http;

/// Why a request is not answered: HTTP's status, and the words that clients look for.
public enum Fault {
    /// The body is no JSON.
    MALFORMED(400, "validation", "invalid_request_error"),
    /// There is nothing to do.
    EMPTY(400, "empty", "invalid_request_error"),
    /// No key, or one that nobody has.
    UNAUTHORIZED(401, "unauthorized", "invalid_api_key"),
    /// Another site's page asks, another name than this machine's was asked for, or a key is not for this route or model.
    FORBIDDEN(403, "forbidden", "forbidden"),
    NOT_FOUND(404, "not_found", "not_found"),
    MODEL_NOT_FOUND(404, "validation", "model_not_found"),
    METHOD(405, "validation", "method_not_allowed"),
    /// The body comes too slowly.
    TIMEOUT(408, "validation", "timeout"),
    TOO_LARGE(413, "validation", "too_large"),
    MEDIA_TYPE(415, "validation", "unsupported_media_type"),
    /// The JSON says what no model here can do.
    VALIDATION(422, "validation", "invalid_request_error"),
    /// More than is taken at once, or than a key may ask.
    OVERLOADED(429, "overloaded", "rate_limit_exceeded"),
    /// The client has left; nobody reads this.
    GONE(499, "overloaded", "client_closed_request"),
    /// A mistake of ours.
    INTERNAL(500, "backend", "internal_error"),
    /// Not ready yet, about to stop, or too slow.
    UNAVAILABLE(503, "unhealthy", "unavailable");

    private final int status;
    private final String type;
    private final String code;

    Fault(int status, String type, String code) {
        this.status = status;
        this.type = type;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /// What text-embeddings-inference calls it.
    public String type() {
        return type;
    }

    /// What OpenAI calls it.
    public String code() {
        return code;
    }
}
