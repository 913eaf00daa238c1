/// The one place that listens: Jetty's core, without servlets, in front of a [dev.lathe.serve.http.Handler].
///
/// Start with `JettyHost`.
@NullMarked
package dev.lathe.serve.jetty;

import org.jspecify.annotations.NullMarked;
