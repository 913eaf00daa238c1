package dev.lathe.serve.meter;

import dev.lathe.bert.calls.BatchListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Meters with the names of text-embeddings-inference, so that its dashboards show ours, and some of our own.
///
/// Durations are in seconds. Of each batch it is counted how many calls and tokens it has, and how long each of the calls has waited in the model's
/// queue.
public final class ServeMeters implements BatchListener, AutoCloseable {
    private static final double SHORTEST = 1.5e4;
    private static final double STEP = 1.5;
    private static final Duration[] DURATIONS =
            Arrays.stream(steps(SHORTEST, STEP, 35)).mapToObj(nanos -> Duration.ofNanos((long) nanos)).toArray(Duration[]::new);
    private static final double[] LENGTHS = steps(1, 2, 19);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<List<String>, LongAdder> counts = new ConcurrentHashMap<>();

    /// What a request asked for, where there is a pair of meters for it.
    public enum Kind {
        EMBED("embed"), PREDICT("predict"), RERANK("rerank"), TOKENIZE("tokenize"), OTHER("");

        private final String name;

        Kind(String name) {
            this.name = name;
        }
    }

    private static double[] steps(double first, double factor, int count) {
        return DoubleStream.iterate(first, bound -> bound * factor).limit(count).toArray();
    }

    /// Meters of a server that has not been asked anything yet.
    public ServeMeters() {
        registry.config().namingConvention(new Names());
    }

    /// A number that is asked for when the meters are read.
    public void gauge(String name, Supplier<Number> value) {
        Gauge.builder(name, value).description(MeterWords.of(name)).register(registry);
    }

    /// As above, one of several with the same name.
    public void gauge(String name, String tag, String tagged, Supplier<Number> value) {
        Gauge.builder(name, value).description(MeterWords.of(name)).tag(tag, tagged).register(registry);
    }

    /// Counts a request that came.
    public void came(boolean batch) {
        count("te_request_count", "method", batch ? "batch" : "single");
    }

    /// Counts a request that was answered as it was meant.
    public void succeeded(Kind kind, Trace trace) {
        String method = trace.inputs() > 1 ? "batch" : "single";
        count("te_request_success", "method", method);
        lasted("te_request_duration", trace.total());
        lasted("te_request_tokenization_duration", trace.tokenization());
        lasted("te_request_inference_duration", trace.inference());
        observe("te_request_input_length", trace.tokens());
        if (kind != Kind.OTHER) {
            counter("te_" + kind.name + "_count", List.of()).add(trace.inputs());
            lasted("te_" + kind.name + "_duration", trace.total());
        }
    }

    /// Counts a request that was not answered as it was meant.
    ///
    /// @param type of error, as text-embeddings-inference calls it
    public void failed(String type) {
        count("te_request_failure", "err", type);
    }

    /// Counts an answer of whatever kind.
    ///
    /// @param route its path as it is registered, not as a client wrote it
    public void answered(String route, int status) {
        counter("lathe.requests").tag("route", route).tag("status", String.valueOf(status)).register(registry).increment();
    }

    @Override
    public void begins(long size, long... waited) {
        observe("te_batch_next_size", waited.length);
        observe("te_batch_next_tokens", size);
        for (long nanos : waited) {
            lasted("te_request_queue_duration", nanos);
        }
    }

    /// Counts tokens that a model has read.
    public void read(String model, long tokens) {
        counter("lathe.tokens").tag("model", model).register(registry).increment(tokens);
    }

    /// Counts a request by a name that several models share.
    public void split(String name, String model) {
        counter("lathe.split").tag("split", name).tag("model", model).register(registry).increment();
    }

    private static Counter.Builder counter(String name) {
        return Counter.builder(name).description(MeterWords.of(name));
    }

    private void count(String name, String tag, String value) {
        counter(name, List.of(tag, value)).increment();
    }

    /// As gauges: Prometheus' own counters end in `_total`, and dashboards look for the names without.
    private LongAdder counter(String name, List<String> tags) {
        var key = new ArrayList<>(tags);
        key.addFirst(name);
        return counts.computeIfAbsent(List.copyOf(key), _ -> {
            var count = new LongAdder();
            Gauge.builder(name, count, LongAdder::sum).description(MeterWords.of(name)).tags(tags.toArray(String[]::new)).register(registry);
            return count;
        });
    }

    private void observe(String name, double value) {
        DistributionSummary.builder(name).description(MeterWords.of(name)).serviceLevelObjectives(LENGTHS).register(registry).record(value);
    }

    /// As a timer: the buckets of a summary count whole numbers only, which makes a second of all that is shorter.
    private void lasted(String name, long nanos) {
        Timer.builder(name).description(MeterWords.of(name)).serviceLevelObjectives(DURATIONS).register(registry).record(Duration.ofNanos(nanos));
    }

    /// Names are text-embeddings-inference's as they are: Prometheus' own of timers end in `_seconds`.
    private static final class Names extends PrometheusNamingConvention {
        @Override
        public String name(String name, Meter.Type type, @Nullable String unit) {
            return name.startsWith("te_") ? name : super.name(name, type, unit);
        }
    }

    /// In Prometheus' text format.
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
