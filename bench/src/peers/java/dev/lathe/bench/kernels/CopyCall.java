package dev.lathe.bench.kernels;

import dev.lathe.bench.memory.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Moves bytes and does nothing else: `System.arraycopy`, each thread its part. Half of the bytes are read, half written.
final class CopyCall implements KernelCall {
    private final float[] from;
    private final float[] to;
    private final int threads;
    private final ExecutorService workers;

    /// @param bytes read and written together
    CopyCall(double bytes, int threads) {
        int count = (int) (bytes / 2 / Float.BYTES);
        from = new Noise(1).array(count);
        to = new float[count];
        this.threads = threads;
        workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("copy-", 0).factory());
    }

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public void call() {
        if (threads == 1) {
            System.arraycopy(from, 0, to, 0, from.length);
            return;
        }
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int start = (int) ((long) from.length * thread / threads);
            int end = (int) ((long) from.length * (thread + 1) / threads);
            running.add(workers.submit(() -> System.arraycopy(from, start, to, start, end - start)));
        }
        running.forEach(CopyCall::await);
    }

    private static void await(Future<?> copy) {
        try {
            copy.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("copy: interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("copy: a thread failed", failed.getCause());
        }
    }

    @Override
    public float[] result() {
        return to;
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
