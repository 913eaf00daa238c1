package dev.lathe.bert.calls;

/// How large a batch may be: what takes about 50 ms, as the last ones went. Whoever comes while a batch is at work waits for its end, and
/// beyond some hundreds of tokens a batch gains nothing by more. Safe for several threads.
final class BatchBound {
    static final long NANOS = 50_000_000;
    /// Sizes that any batch may have: texts of forty tokens, one at a time, cost a quarter more than in batches of this.
    static final int LEAST = 256;
    /// Part of a batch in the mean of all before it.
    private static final double SHARE = 0.2;

    private final int limit;
    private double sizePerNano;

    /// @param limit never exceeded
    BatchBound(int limit) {
        this.limit = limit;
    }

    /// The limit, until something is known.
    synchronized long size() {
        return sizePerNano == 0 ? limit : Math.min(limit, Math.max(LEAST, (long) (sizePerNano * NANOS)));
    }

    /// A batch has been worked off.
    synchronized void took(long size, long nanos) {
        double now = (double) size / Math.max(1, nanos);
        sizePerNano += (sizePerNano == 0 ? 1 : SHARE) * (now - sizePerNano);
    }
}
