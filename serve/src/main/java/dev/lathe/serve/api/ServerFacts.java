package dev.lathe.serve.api;

/// What a server says of itself.
///
/// @param version of Lathe
/// @param startSeconds when it began, in seconds since 1970
public record ServerFacts(String version, long startSeconds) {}
