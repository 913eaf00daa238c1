/// Kernel calls for Java's flight recorder.
///
/// Start with `KernelEvent`; `Workspace.backend()` puts a `RecordedBackend` before its backend while such events are recorded.
@NullMarked
package dev.lathe.tensor.flight;

import org.jspecify.annotations.NullMarked;
