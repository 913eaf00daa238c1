package dev.lathe.serve.watch;

import java.util.LinkedHashMap;
import java.util.Map;

/// Answers of some time, counted. For one thread.
public final class Counts {
    /// Latencies are counted in buckets whose bounds grow by this factor: a quantile is too large by at most as much.
    private static final double STEP = 1.1;
    private static final double SHORTEST = 1e-4;
    private static final int BUCKETS = 160;

    private long answers;
    private long failures;
    private final long[] latencies = new long[BUCKETS];
    private final Map<String, Labels> byModel = new LinkedHashMap<>();

    /// The labels that a model has given.
    private static final class Labels {
        private long of;
        private final Map<String, Long> hits = new LinkedHashMap<>();
    }

    void answered(int status, double seconds) {
        answers++;
        failures += status >= 500 ? 1 : 0;
        int bucket = (int) Math.ceil(Math.log(Math.max(seconds, SHORTEST) / SHORTEST) / Math.log(STEP));
        latencies[Math.min(bucket, BUCKETS - 1)]++;
    }

    void labelled(String model, Iterable<String> labels) {
        Labels given = byModel.computeIfAbsent(model, _ -> new Labels());
        given.of++;
        labels.forEach(label -> given.hits.merge(label, 1L, Long::sum));
    }

    void add(Counts other) {
        answers += other.answers;
        failures += other.failures;
        for (int i = 0; i < BUCKETS; i++) {
            latencies[i] += other.latencies[i];
        }
        other.byModel.forEach((model, labels) -> {
            Labels own = byModel.computeIfAbsent(model, _ -> new Labels());
            own.of += labels.of;
            labels.hits.forEach((label, hits) -> own.hits.merge(label, hits, Long::sum));
        });
    }

    /// Answers to requests that asked a model or its tokenizer.
    public long answers() {
        return answers;
    }

    /// Of these, those with a status of 500 or more.
    public long failures() {
        return failures;
    }

    /// The time in seconds that a share of the answers took at most; 0 without answers.
    public double latency(double share) {
        long below = (long) Math.ceil(share * answers);
        int bucket = 0;
        for (long seen = latencies[0]; seen < below && bucket < BUCKETS - 1; seen += latencies[bucket]) {
            bucket++;
        }
        return answers == 0 ? 0 : SHORTEST * Math.pow(STEP, bucket);
    }

    /// Texts that a model has given labels.
    public long texts(String model) {
        return byModel.containsKey(model) ? byModel.get(model).of : 0;
    }

    /// How many texts have each label.
    public Map<String, Long> labels(String model) {
        return byModel.containsKey(model) ? Map.copyOf(byModel.get(model).hits) : Map.of();
    }
}
