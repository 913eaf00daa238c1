package dev.lathe.bench.kernels;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bench.Spread;
import dev.lathe.bench.kernels.Workload.Unit;
import dev.lathe.bench.peers.Machine;
import dev.lathe.bench.peers.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes results with everything that a reader needs to believe them: machine, flags, commit, every round.
final class KernelResultFile {

    private final JsonGenerator json;

    private KernelResultFile(JsonGenerator json) {
        this.json = json;
    }

    static void write(Path path, Machine machine, List<KernelResult> results) throws IOException {
        try (var json = new JsonFactory().createGenerator(path.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            var file = new KernelResultFile(json);
            json.writeStartObject();
            machine.writeTo(json);
            for (RatioSummary summary : RatioSummary.of(results)) {
                file.summary(summary);
            }
            json.writeArrayFieldStart("workloads");
            for (KernelResult result : results) {
                file.workload(result);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void summary(RatioSummary summary) throws IOException {
        json.writeObjectFieldStart("ratioOver" + summary.threads() + (summary.threads() == 1 ? "Thread" : "Threads"));
        json.writeNumberField("best", summary.ratios().min());
        json.writeNumberField("median", summary.ratios().median());
        json.writeNumberField("worst", summary.ratios().max());
        json.writeStringField("worstAt", summary.worstAt());
        json.writeEndObject();
    }

    private void workload(KernelResult result) throws IOException {
        String amount = result.workload().unit() == Unit.GIGAFLOP ? "gigaflop" : "gigabyte";
        json.writeStartObject();
        json.writeStringField("workload", result.workload().name());
        json.writeNumberField("threads", result.threads());
        json.writeNumberField(amount, result.workload().amount());
        json.writeNumberField("largestDifference", result.difference());
        json.writeNumberField("discardedRounds", result.discarded());
        spread("peakGigaflops", result.peakGigaflops());
        json.writeArrayFieldStart("contenders");
        for (int i = 0; i < result.engines().size(); i++) {
            json.writeStartObject();
            json.writeStringField("name", result.engines().get(i));
            spread("seconds", result.seconds(i));
            spread("cpuSeconds", result.cpuSeconds(i));
            json.writeNumberField(amount + "sPerSecond", result.perSecond(i));
            json.writeEndObject();
        }
        json.writeEndArray();
        ratios(result);
        rounds(result.rounds());
        json.writeEndObject();
    }

    private void ratios(KernelResult result) throws IOException {
        json.writeStringField("bestPeer", result.engines().get(result.bestPeer()));
        json.writeArrayFieldStart("ratios");
        for (int peer = 1; peer < result.engines().size(); peer++) {
            json.writeStartObject();
            json.writeStringField("of", result.engines().getFirst());
            json.writeStringField("over", result.engines().get(peer));
            spread("ratio", result.ratio(peer));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void rounds(List<Round> rounds) throws IOException {
        json.writeArrayFieldStart("rounds");
        for (Round round : rounds) {
            json.writeStartObject();
            json.writeNumberField("peakGigaflops", round.peakGigaflops());
            json.writeFieldName("seconds");
            json.writeArray(round.seconds(), 0, round.seconds().length);
            json.writeFieldName("cpuSeconds");
            json.writeArray(round.cpuSeconds(), 0, round.cpuSeconds().length);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void spread(String name, Spread spread) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("min", spread.min());
        json.writeNumberField("median", spread.median());
        json.writeNumberField("max", spread.max());
        json.writeEndObject();
    }
}
