package dev.lathe.cli.load;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// What came of a load.
///
/// @param answered with status 200, times in microseconds
/// @param failures by status, or `none` where there was no answer
/// @param nanos from the first counted request to the last answer
/// @param latest how much later than due, in nanoseconds, the request was sent that was sent latest; 0 in a closed loop
public record LoadReport(LoadPlan plan, Histogram answered, Map<String, Long> failures, long nanos, long latest) {
    private static final double MILLI = 1e-3;
    private static final SequencedMap<String, Double> PERCENTILES = percentiles();

    public LoadReport {
        failures = new TreeMap<>(failures);
    }

    private static SequencedMap<String, Double> percentiles() {
        var percentiles = new LinkedHashMap<String, Double>();
        for (double p : new double[] {50, 75, 90, 95, 99, 99.9, 99.99}) {
            percentiles.put("p" + (p == Math.rint(p) ? String.valueOf((int) p) : String.valueOf(p)), p);
        }
        return percentiles;
    }

    /// Answers a second.
    public double throughput() {
        return answered.getTotalCount() / (nanos * 1e-9);
    }

    private long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /// A table, in milliseconds.
    public String toText() {
        var text = new StringBuilder();
        line(text, "loop", plan.isOpen() ? "open, %s a second due".formatted(number(plan.rate().orElseThrow())) : "closed");
        line(text, "connections", String.valueOf(plan.connections()));
        line(text, "answered", String.format(Locale.ROOT, "%d in %.2f s: %.1f a second", answered.getTotalCount(), nanos * 1e-9, throughput()));
        line(text, "failed", failures.isEmpty() ? "0" : "%d %s".formatted(failed(), failures));
        if (plan.isOpen()) {
            line(text, "sent late by", String.format(Locale.ROOT, "%.1f ms at most", latest * 1e-6));
        }
        if (answered.getTotalCount() > 0) {
            text.append("latency\n");
            line(text, "  min", millis(answered.getMinValue()));
            line(text, "  mean", millis(answered.getMean()));
            PERCENTILES.forEach((name, p) -> line(text, "  " + name, millis(answered.getValueAtPercentile(p))));
            line(text, "  max", millis(answered.getMaxValue()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-14s%s%n".formatted(name, value));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static String millis(double micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros * MILLI);
    }

    /// Writes the fields of an object.
    public void write(JsonGenerator json) throws IOException {
        json.writeStringField("loop", plan.isOpen() ? "open" : "closed");
        json.writeNumberField("connections", plan.connections());
        if (plan.isOpen()) {
            json.writeNumberField("rate", plan.rate().orElseThrow());
            json.writeNumberField("latest_ms", latest * 1e-6);
        }
        json.writeNumberField("answered", answered.getTotalCount());
        json.writeObjectFieldStart("failed");
        for (Map.Entry<String, Long> entry : failures.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("seconds", nanos * 1e-9);
        json.writeNumberField("answers_per_second", throughput());
        json.writeObjectFieldStart("latency_ms");
        if (answered.getTotalCount() > 0) {
            json.writeNumberField("min", answered.getMinValue() * MILLI);
            json.writeNumberField("mean", answered.getMean() * MILLI);
            for (Map.Entry<String, Double> entry : PERCENTILES.entrySet()) {
                json.writeNumberField(entry.getKey(), answered.getValueAtPercentile(entry.getValue()) * MILLI);
            }
            json.writeNumberField("max", answered.getMaxValue() * MILLI);
        }
        json.writeEndObject();
    }
}
