package dev.lathe.serve.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// What a client asks, without the connection that it came through.
///
/// @param method such as `POST`
/// @param path of the address, without what is behind a question mark
/// @param headers by their names, in any case
/// @param body read when asked for
/// @param departure done when the client has left and waits for no answer
public record Request(
        String method, String path, Map<String, String> headers, RequestBody body, CompletableFuture<Void> departure) {
    public Request {
        var named = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        named.putAll(headers);
        headers = named;
    }

    /// Of a client that stays.
    public static Request of(String method, String path, Map<String, String> headers, byte[] body) {
        return new Request(method, path, headers, RequestBody.of(body), new CompletableFuture<>());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
