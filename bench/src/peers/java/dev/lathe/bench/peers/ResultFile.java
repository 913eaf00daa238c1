package dev.lathe.bench.peers;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bench.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes results with everything that a reader needs to believe them: machine, flags, commit, every round.
final class ResultFile {

    private final JsonGenerator json;

    private ResultFile(JsonGenerator json) {
        this.json = json;
    }

    static void write(Path path, Machine machine, List<WorkloadResult> results) throws IOException {
        try (var json = new JsonFactory().createGenerator(path.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            var file = new ResultFile(json);
            json.writeStartObject();
            machine.writeTo(json);
            json.writeNumberField("peakResidentMiB", Machine.peakResidentMebibytes());
            json.writeArrayFieldStart("workloads");
            for (WorkloadResult result : results) {
                file.workload(result);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void workload(WorkloadResult result) throws IOException {
        List<String> names = result.contenders();
        json.writeStartObject();
        json.writeStringField("workload", result.workload().name());
        json.writeNumberField("threads", result.workload().threads());
        json.writeNumberField("gigaflop", result.workload().flops() / 1e9);
        json.writeNumberField("discardedRounds", result.discarded());
        spread("peakGigaflops", result.peakGigaflops());
        json.writeArrayFieldStart("contenders");
        for (int i = 0; i < names.size(); i++) {
            json.writeStartObject();
            json.writeStringField("name", names.get(i));
            json.writeNumberField("firstLoss", result.firstLosses()[i]);
            spread("seconds", result.seconds(i));
            spread("cpuSeconds", result.cpuSeconds(i));
            json.writeNumberField("shareOfPeak", result.shareOfPeak(i));
            json.writeEndObject();
        }
        json.writeEndArray();
        ratios(result);
        rounds(result.rounds());
        json.writeEndObject();
    }

    private void ratios(WorkloadResult result) throws IOException {
        List<String> names = result.contenders();
        json.writeArrayFieldStart("ratios");
        for (int i = 0; i < names.size(); i++) {
            for (int peer = 0; peer < i; peer++) {
                json.writeStartObject();
                json.writeStringField("of", names.get(i));
                json.writeStringField("over", names.get(peer));
                spread("ratio", result.ratio(i, peer));
                json.writeEndObject();
            }
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
