/// The operations on tensors: one op, one file, with its checks, formula and gradient.
///
/// A package a family. An op is a class with a static `apply` that takes the workspace first. Start with `LayerNormOp`. [Value] writes the same
/// calls as a chain.
@NullMarked
package dev.lathe.tensor.op;

import org.jspecify.annotations.NullMarked;
