package dev.lathe.trust.federation.secure;

/// What a member shows to all: two public keys of X25519, as X.509 has them, of one sum.
///
/// @param member its number, from 0
/// @param forShares by which others encrypt what only it may read
/// @param forMasks by which it and another agree on a mask
public record MemberKeys(int member, byte[] forShares, byte[] forMasks) {}
