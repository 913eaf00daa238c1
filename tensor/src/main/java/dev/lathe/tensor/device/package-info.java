/// What a device must do. Knows no tensor: buffers, sizes and scalars only.
///
/// For ops, optimisers and those who add a device. Start with `Backend`.
@NullMarked
package dev.lathe.tensor.device;

import org.jspecify.annotations.NullMarked;
