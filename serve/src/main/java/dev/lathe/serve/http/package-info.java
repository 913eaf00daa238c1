/// Requests and answers as values, without connections: whoever has a [dev.lathe.serve.http.Handler] can mount it in any server, and
/// test it without one.
///
/// Start with `Request`, `Response` and `Handler`. `Fields` reads what clients send, `HttpProblem` says what is wrong with it.
@NullMarked
package dev.lathe.serve.http;

import org.jspecify.annotations.NullMarked;
