/// Who may ask, what, and how often: keys that are on disk as hashes only, and tokens that somebody else has signed; roles say which
/// routes and models each is for.
///
/// Start with `Keys` and `Roles`.
@NullMarked
package dev.lathe.serve.key;

import org.jspecify.annotations.NullMarked;
