package dev.lathe.tensor.device;

/// Where a kernel leaves a result, and whether it overwrites what is there or adds to it.
///
/// @param add true to add, false to overwrite undefined memory
public record Destination(Buffer buffer, boolean add) {}
