/// Finished models over HTTP.
///
/// Start with `LatheServer`, which listens; `api.Service` is the same for servers that are there already.
@NullMarked
package dev.lathe.serve;

import org.jspecify.annotations.NullMarked;
