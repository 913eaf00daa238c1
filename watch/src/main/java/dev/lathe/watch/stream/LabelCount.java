package dev.lathe.watch.stream;

/// How many of the items of a window have a label.
///
/// @param hits items that have it
/// @param of all items
public record LabelCount(long hits, long of) {
    /// @throws IllegalArgumentException if there are more hits than items, or less than none
    public LabelCount {
        if (hits < 0 || hits > of) {
            throw new IllegalArgumentException("%d of %d: hits must be 0 to all".formatted(hits, of));
        }
    }

    public LabelCount plus(LabelCount other) {
        return new LabelCount(hits + other.hits, of + other.of);
    }

    /// 0 to 1; 0 of no items.
    public double share() {
        return of == 0 ? 0 : (double) hits / of;
    }

    /// As many items, those that have not the label.
    LabelCount others() {
        return new LabelCount(of - hits, of);
    }
}
