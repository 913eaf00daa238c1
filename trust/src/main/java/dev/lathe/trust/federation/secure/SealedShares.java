package dev.lathe.trust.federation.secure;

/// A member's shares for another one: of the key of its masks and of the seed of its own mask. Encrypted: whoever carries them reads nothing.
///
/// @param from whose secrets they are of
/// @param to who can read them
/// @param bytes by AES-256-GCM
public record SealedShares(int from, int to, byte[] bytes) {}
