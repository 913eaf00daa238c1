/// Shapes, tensors, parameters and workspaces: what a user of the engine touches.
///
/// A tensor is a shape over a device buffer and lives as long as the workspace that made it.
/// Start with `Workspace`; the operations on tensors are in `dev.lathe.tensor.op`.
@NullMarked
package dev.lathe.tensor;

import org.jspecify.annotations.NullMarked;
