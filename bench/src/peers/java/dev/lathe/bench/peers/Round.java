package dev.lathe.bench.peers;

/// One turn of every contender.
///
/// @param peakGigaflops what [FmaPeak] gave just before
/// @param seconds of one step, contender by contender
/// @param cpuSeconds that the process spent on it in all its threads; far below threads x seconds, the machine was elsewhere
public record Round(double peakGigaflops, double[] seconds, double[] cpuSeconds) {}
