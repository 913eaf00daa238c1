/// Whether what a model reads and answers is still distributed as it was at its training.
///
/// Start with `DriftTest`, which compares two `Observations`; `Reference` is the file of those that training has left. Texts are not
/// seen here, only numbers about them.
@NullMarked
package dev.lathe.watch.drift;

import org.jspecify.annotations.NullMarked;
