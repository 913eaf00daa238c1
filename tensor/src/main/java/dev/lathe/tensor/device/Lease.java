package dev.lathe.tensor.device;

/// Whether one buffer may still be used: until its region closes or takes the memory back. For backends, which all say it in
/// the same words.
///
/// Any number of threads may [#check]; a lease is released by the thread that has its region.
public final class Lease {
    private final String owner;
    private final Life regionLife;
    private boolean released;

    /// Whether a region is open. Shared by all its leases.
    public static final class Life {
        private volatile boolean over;

        /// The region closes: no buffer of its leases may be used any more.
        public void end() {
            over = true;
        }

        public boolean isOver() {
            return over;
        }
    }

    /// @param owner name of the region's workspace, for messages
    public Lease(String owner, Life regionLife) {
        this.owner = owner;
        this.regionLife = regionLife;
    }

    /// @param buffer the leased one
    /// @throws IllegalStateException if it may not be used any more
    public void check(Buffer buffer) {
        if (regionLife.isOver()) {
            throw problem(buffer, "used after workspace '%s' closed");
        }
        if (released) {
            throw problem(buffer, "used after workspace '%s' took its memory back");
        }
    }

    /// Ends the lease, for the region that gave it and no other: two regions must not hand out the same memory.
    ///
    /// @param buffer the leased one
    /// @param by the region that takes the memory back
    /// @throws IllegalStateException if it may not be used any more, or belongs to another region
    public void release(Buffer buffer, Life by) {
        check(buffer);
        if (by != regionLife) {
            throw problem(buffer, "belongs to workspace '%s': only that can take it back");
        }
        released = true;
    }

    private IllegalStateException problem(Buffer buffer, String what) {
        return new IllegalStateException("tensor of %d %s: %s".formatted(
                buffer.size(), values(buffer.dtype()), what.formatted(owner)));
    }

    private static String values(DType dtype) {
        return switch (dtype) {
            case F32 -> "floats";
            case I32 -> "ints";
            case BF16 -> "bfloats";
            case I8 -> "bytes";
            case F64 -> "doubles";
        };
    }
}
