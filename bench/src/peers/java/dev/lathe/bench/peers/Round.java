package dev.lathe.bench.peers;

/// One turn of every contender.
///
/// @param peakGigaflops what [FmaPeak] gave just before
/// @param seconds of one step, contender by contender
record Round(double peakGigaflops, double[] seconds) {}
