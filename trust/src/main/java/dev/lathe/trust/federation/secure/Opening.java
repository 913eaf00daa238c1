package dev.lathe.trust.federation.secure;

import java.math.BigInteger;

/// A share that a member shows so that a mask can be taken off the sum.
///
/// @param of the member whose mask it is
/// @param gone whether that one has gone: then it is a share of the key of its masks, else of the seed of its own mask
/// @param value the share
public record Opening(int of, boolean gone, BigInteger value) {}
