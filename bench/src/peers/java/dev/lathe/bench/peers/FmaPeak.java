package dev.lathe.bench.peers;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// How fast the machine multiplies and adds right now: the roof over every other figure, and the sign of a busy neighbour.
public final class FmaPeak {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;
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
            running.add(workers.submit(() -> chains(seed)));
        }
        for (Future<Float> chains : running) {
            requireFinite(chains);
        }
        return 2.0 * threads * CHAINS * STEPS * SPECIES.length() / (System.nanoTime() - start);
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

    /// Twelve independent chains hide the latency of `fma` on every current core.
    private static float chains(float seed) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector y = FloatVector.broadcast(SPECIES, seed * 1e-3f);
        FloatVector a = y;
        FloatVector b = y;
        FloatVector c = y;
        FloatVector d = y;
        FloatVector e = y;
        FloatVector f = y;
        FloatVector g = y;
        FloatVector h = y;
        FloatVector i = y;
        FloatVector j = y;
        FloatVector k = y;
        FloatVector l = y;
        for (int step = 0; step < STEPS; step++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    }
}
