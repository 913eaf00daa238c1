package dev.lathe.train.tune;

import java.util.List;
import java.util.Optional;

/// What a search found.
///
/// @param trials each as it was when it was trained last, by number
/// @param best of those that were trained to their end; empty if all have failed
public record SearchResult(List<Trial> trials, Optional<Trial> best) {
    public SearchResult {
        trials = List.copyOf(trials);
    }
}
