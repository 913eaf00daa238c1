package dev.lathe.bert.checkpoint;

/// A tensor and where its bytes are, counted from the start of a safetensors file's data.
public record PlacedTensor(TensorEntry entry, long begin, long end) {}
