package dev.lathe.bert.checkpoint;

/// The place of a NaN or an infinity in a checkpoint.
///
/// @param tensor name of the tensor
/// @param index position in the tensor's values, row by row
/// @param value NaN or an infinity
public record NonFiniteValue(String tensor, long index, float value) {}
