package dev.lathe.bench.peers;

import dev.lathe.bench.FmaChains;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How fast the machine multiplies and adds right now: the roof over every other figure, and the sign of a busy neighbour.
public final class FmaPeak {

    private static final int STEPS = 5_000_000;
    private static final int WARM_UP_CALLS = 10;

    private final int threads;
    private final ExecutorService workers;

    /// Starts its own threads and lets them be compiled.
    public FmaPeak(int threads) {
        this.threads = threads;
        workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("fma-", 0).factory());
        for (int call = 0; call < WARM_UP_CALLS; call++) {
            gigaflops();
        }
    }

    /// GFLOP/s of all threads together over some ten milliseconds.
    public double gigaflops() {
        long start = System.nanoTime();
        var running = new ArrayList<Future<Float>>();
        for (int thread = 0; thread < threads; thread++) {
            float seed = thread + 1f;
            running.add(workers.submit(() -> FmaChains.run(seed, STEPS)));
        }
        for (Future<Float> chains : running) {
            requireFinite(chains);
        }
        return threads * FmaChains.flops(STEPS) / (System.nanoTime() - start);
    }

    private static void requireFinite(Future<Float> chains) {
        try {
            if (!Float.isFinite(chains.get())) {
                throw new ArithmeticException("fma peak: the chains left the range of float");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("fma peak: interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("fma peak: a thread failed", failed.getCause());
        }
    }
}
