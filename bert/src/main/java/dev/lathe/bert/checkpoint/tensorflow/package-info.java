/// Weights of TensorFlow's checkpoints: a sorted table of names beside the bytes. Start with `TensorFlowCheckpoint`.
@NullMarked
package dev.lathe.bert.checkpoint.tensorflow;

import org.jspecify.annotations.NullMarked;
