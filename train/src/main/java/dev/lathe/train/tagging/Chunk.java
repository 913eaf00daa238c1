package dev.lathe.train.tagging;

/// Tokens that together are one entity.
///
/// @param type what kind of entity
/// @param start its first token
/// @param end the token after its last one
public record Chunk(String type, int start, int end) {

    /// @throws IllegalArgumentException if there is no token between start and end
    public Chunk {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("chunk " + type + ": tokens " + start + ".." + end + ": holds none");
        }
    }
}
