package dev.lathe.bench.peers;

/// Someone who does a piece of work, to be timed by [Turns].
///
/// @param name as it stands in the results
/// @param work done once a call
public record Entrant(String name, Runnable work) {}
