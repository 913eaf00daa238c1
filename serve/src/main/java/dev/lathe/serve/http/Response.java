package dev.lathe.serve.http;

import java.util.Collections;
import java.util.Map;
import java.util.SequencedMap;
import java.util.LinkedHashMap;

/// What a client is told.
///
/// @param status HTTP's
/// @param headers beside those of length and type
/// @param content the body
public record Response(int status, SequencedMap<String, String> headers, Content content) {
    public Response {
        headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
    }

    /// Status 200.
    public static Response ok(Content content) {
        return new Response(200, new LinkedHashMap<>(), content);
    }

    /// The same with further headers, which replace those of their names.
    public Response with(Map<String, String> more) {
        var all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Response(status, all, content);
    }
}
