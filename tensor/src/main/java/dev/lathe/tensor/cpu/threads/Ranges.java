package dev.lathe.tensor.cpu.threads;

/// Cuts ranges of elements, rows or columns into jobs of fixed size.
public final class Ranges {
    /// Elements a job: 64 KB of floats.
    private static final int ELEMENTS = 1 << 14;

    private final Threads threads;

    public Ranges(Threads threads) {
        this.threads = threads;
    }

    /// One job's part: from `from` up to `to`.
    @FunctionalInterface
    public interface Part {
        void run(int from, int to, Scratch scratch);
    }

    /// Parts of `count` elements.
    public void elements(int count, Part part) {
        cut(count, ELEMENTS, part);
    }

    /// Whole rows of `cols` elements.
    public void rows(int rows, int cols, Part part) {
        cut(rows, Math.max(1, ELEMENTS / Math.max(1, cols)), part);
    }

    /// Ranges of columns, for sums over rows: each job passes over all rows in order.
    public void columns(int cols, Part part) {
        cut(cols, 64, part);
    }

    private void cut(int count, int size, Part part) {
        int jobs = (int) (((long) count + size - 1) / size);
        threads.run(jobs, (job, scratch) -> part.run(job * size, Math.min(count, job * size + size), scratch));
    }
}
