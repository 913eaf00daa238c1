package dev.lathe.train.watch;

import dev.lathe.train.evaluate.LayerMetrics;
import dev.lathe.train.events.Histogram;
import java.util.List;
import java.util.SequencedMap;

/// What was seen of one step.
///
/// @param step from 1
/// @param layers in the model's order
/// @param weights how the parameters of each layer were distributed before the step; empty if that was not looked at
/// @param gradients how its gradients were, before clipping
public record LayerReading(
        int step, List<LayerMetrics> layers, SequencedMap<String, Histogram> weights, SequencedMap<String, Histogram> gradients) {}
