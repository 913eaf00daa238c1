/// Event files as TensorBoard reads them: records with checksums, the few messages inside them, and a run's folder of such files.
///
/// Knows numbers and texts, no training; whoever trains writes through it. Start with `EventFiles`.
@NullMarked
package dev.lathe.train.events;

import org.jspecify.annotations.NullMarked;
