/// Decisions that a person is to look at: a file to which they are added, and the answers too.
///
/// Start with `ReviewQueue`, which adds, and `Reviews`, which reads.
@NullMarked
package dev.lathe.trust.review;

import org.jspecify.annotations.NullMarked;
