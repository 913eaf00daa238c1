package dev.lathe.serve.jetty;

import dev.lathe.serve.http.Handler;
import dev.lathe.serve.http.Request;
import java.util.List;

/// What a server answers before it listens.
///
/// @param handler answers them, in the place of the one that answers clients
/// @param requests in their order
public record Rehearsal(Handler handler, List<Request> requests) {
    public Rehearsal {
        requests = List.copyOf(requests);
    }
}
