package dev.lathe.cuda;

import dev.lathe.tensor.device.Buffer;

/// Whether one buffer may still be used: until its region closes or takes the memory back. The CPU says it in the
/// same words.
final class Lease {
    private final String owner;
    private final Life regionLife;
    private boolean released;

    /// Shared by all leases of one region.
    static final class Life {
        private volatile boolean over;

        void end() {
            over = true;
        }

        boolean isOver() {
            return over;
        }
    }

    Lease(String owner, Life regionLife) {
        this.owner = owner;
        this.regionLife = regionLife;
    }

    void check(Buffer buffer) {
        if (regionLife.isOver()) {
            throw new IllegalStateException("tensor of %d %s: used after workspace '%s' closed"
                    .formatted(buffer.size(), what(buffer), owner));
        }
        if (released) {
            throw new IllegalStateException("tensor of %d %s: used after workspace '%s' took its memory back"
                    .formatted(buffer.size(), what(buffer), owner));
        }
    }

    /// Ends the lease, for the region that gave it and no other: two regions must not hand out the same memory.
    void release(Buffer buffer, Life by) {
        check(buffer);
        if (by != regionLife) {
            throw new IllegalStateException("tensor of %d %s: belongs to workspace '%s': only that can take it back"
                    .formatted(buffer.size(), what(buffer), owner));
        }
        released = true;
    }

    private static String what(Buffer buffer) {
        return switch (buffer.dtype()) {
            case F32 -> "floats";
            case I32 -> "ints";
            case BF16 -> "bfloats";
        };
    }
}
