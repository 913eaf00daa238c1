package dev.lathe.watch.drift;

/// What one of the tests has found.
///
/// @param name such as `length.ks`
/// @param statistic how far the two samples are apart, in the test's own units
/// @param pValue how often samples of one distribution are as far apart
public record DriftCheck(String name, double statistic, double pValue) {}
