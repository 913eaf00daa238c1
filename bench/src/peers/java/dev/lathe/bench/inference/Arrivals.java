package dev.lathe.bench.inference;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;

/// An open loop: calls that come when they like, whatever becomes of those before, each on a thread of its own. The gaps between them are drawn from the
/// exponential distribution (a Poisson process), as those of many clients that know nothing of each other are. The same seed gives the same moments, so that
/// several ways of answering are held against one load.
///
/// @param due nanoseconds from the start, ascending
record Arrivals(long... due) {
    /// How long a thread needs to be started before the first moment.
    private static final long LEAD_NANOS = 10_000_000;

    /// @param rate calls a second in the mean
    static Arrivals poisson(double rate, int seconds, long seed) {
        var random = new SplittableRandom(seed);
        double[] time = {0};
        return new Arrivals(DoubleStream.generate(() -> time[0] -= Math.log(1 - random.nextDouble()) / rate)
                .takeWhile(at -> at < seconds).mapToLong(at -> (long) (at * 1e9)).toArray());
    }

    /// Times from when each call was due to its answer.
    record Times(double... sortedMillis) {
        double percentile(double p) {
            return sortedMillis[Math.max(0, (int) Math.ceil(p / 100 * sortedMillis.length) - 1)];
        }

        String text(String name) {
            return String.format(Locale.ROOT, "%-24s median %7.1f ms, p90 %7.1f ms, p99 %7.1f ms, of %d%n",
                    name, percentile(50), percentile(90), percentile(99), sortedMillis.length);
        }
    }

    /// @param call answers the call of a number
    Times times(IntConsumer call) throws InterruptedException {
        var millis = new double[due.length];
        var done = new CountDownLatch(due.length);
        long start = System.nanoTime() + LEAD_NANOS;
        for (int i = 0; i < due.length; i++) {
            int number = i;
            long moment = start + due[i];
            for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Thread.startVirtualThread(() -> {
                try {
                    call.accept(number);
                    millis[number] = (System.nanoTime() - moment) * 1e-6;
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        if (Arrays.stream(millis).anyMatch(time -> time == 0)) {
            throw new IllegalStateException("a call failed");
        }
        Arrays.sort(millis);
        return new Times(millis);
    }
}
