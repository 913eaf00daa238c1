package dev.lathe.watch.stream;

/// A share that is not what it was.
///
/// @param rule that found it
/// @param topic whose items it is about, [WindowCounts#ALL] for all
/// @param window the window's count
/// @param baseline that of all windows it was compared with
/// @param test how unlikely it is
public record Surge(ShareRule rule, String topic, LabelCount window, LabelCount baseline, ShareTest test) {}
