/// Who may ask, and how often: keys that are on disk as hashes only.
///
/// Start with `ApiKeys`.
@NullMarked
package dev.lathe.serve.key;

import org.jspecify.annotations.NullMarked;
