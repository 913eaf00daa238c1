/// Weights of ONNX files, found by what the graph computes and not by what its nodes are called. Start with `OnnxFile`.
@NullMarked
package dev.lathe.bert.checkpoint.onnx;

import org.jspecify.annotations.NullMarked;
