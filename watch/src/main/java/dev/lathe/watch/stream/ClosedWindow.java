package dev.lathe.watch.stream;

import java.util.List;

/// A window that is over.
///
/// @param surges what the rules found in it
public record ClosedWindow(WindowCounts counts, List<Surge> surges) {}
