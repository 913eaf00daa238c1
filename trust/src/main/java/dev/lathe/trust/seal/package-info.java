/// Directories that only the holder of a key can read, and in which nothing can be changed unnoticed: AES-256-GCM in frames.
///
/// Start with `SealedDirectory`.
@NullMarked
package dev.lathe.trust.seal;

import org.jspecify.annotations.NullMarked;
