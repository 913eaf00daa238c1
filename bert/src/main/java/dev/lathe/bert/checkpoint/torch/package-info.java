/// Weights of PyTorch's files, of today and from before version 1.6: pickles are read, never run. Start with `TorchFile`.
@NullMarked
package dev.lathe.bert.checkpoint.torch;

import org.jspecify.annotations.NullMarked;
