package dev.lathe.serve.http;

/// Answers requests, on as many threads as there are requests; it may wait, and never throws.
@FunctionalInterface
public interface Handler {
    Response answer(Request request);
}
