package dev.lathe.trust.federation.values;

import java.util.List;

/// What a client is to do in a round.
///
/// @param round from 1
/// @param layout what the values are: each parameter's name and shape
/// @param values where it begins, those that are common to all; not to be changed
/// @param share of the round's local steps, more than 0 and at most 1: less than all for one that is slow
public record RoundOrder(int round, List<String> layout, float[] values, double share) {}
