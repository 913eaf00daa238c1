package dev.lathe.serve.api;

import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.ErrorForm;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.meter.ServeMeters;

/// What is done with a path.
///
/// @param method `GET` or `POST`
/// @param path whole, without variables
/// @param form of its errors
/// @param kind for meters
/// @param action makes the answer
record Route(String method, String path, ErrorForm form, ServeMeters.Kind kind, Action action) {
    /// What a route does.
    sealed interface Action {}

    /// Tells of the server; costs nothing, and is always there.
    ///
    /// @param open whether anybody may ask who has no key
    record Status(boolean open, StatusAnswer answer) implements Action {}

    /// Asks a model, or its tokenizer.
    record Work(WorkAnswer answer) implements Action {}

    /// Answers without a body being read.
    @FunctionalInterface
    interface StatusAnswer {
        Response answer();
    }

    /// Answers what a body asks.
    @FunctionalInterface
    interface WorkAnswer {
        Content answer(Exchange exchange);
    }

    static Route get(String path, boolean open, StatusAnswer answer) {
        return new Route("GET", path, ErrorForm.PLAIN, ServeMeters.Kind.OTHER, new Status(open, answer));
    }

    static Route post(String path, ErrorForm form, ServeMeters.Kind kind, WorkAnswer answer) {
        return new Route("POST", path, form, kind, new Work(answer));
    }

    /// With text-embeddings-inference's errors.
    static Route post(String path, ServeMeters.Kind kind, WorkAnswer answer) {
        return post(path, ErrorForm.PLAIN, kind, answer);
    }
}
