package dev.lathe.bench.tokenizer;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bench.Spread;
import dev.lathe.bench.peers.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The result file: machine, every round, the ratios and the loading times.
final class TokenizerResult {
    private final JsonGenerator json;

    private TokenizerResult(JsonGenerator json) {
        this.json = json;
    }

    static void write(Path path, List<Comparison> comparisons, List<LoadTimes> loads) throws IOException {
        try (var json = new JsonFactory().createGenerator(path.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            var file = new TokenizerResult(json);
            json.writeStartObject();
            Machine.here().writeTo(json);
            json.writeArrayFieldStart("comparisons");
            for (Comparison comparison : comparisons) {
                file.comparison(comparison);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("loading");
            for (LoadTimes load : loads) {
                json.writeStartObject();
                json.writeStringField("file", load.file().getFileName().toString());
                file.spread("warmMilliseconds", load.warm());
                file.spread("freshMilliseconds", load.fresh());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void comparison(Comparison comparison) throws IOException {
        List<String> names = comparison.contenders();
        json.writeStartObject();
        json.writeStringField("texts", comparison.texts().name());
        json.writeNumberField("count", comparison.texts().texts().size());
        json.writeNumberField("characters", comparison.texts().characters());
        json.writeArrayFieldStart("contenders");
        for (int i = 0; i < names.size(); i++) {
            json.writeStartObject();
            json.writeStringField("name", names.get(i));
            spread("millionCharactersPerSecond", comparison.throughput(i));
            json.writeObjectFieldStart("timesAsFastAs");
            for (int other = 0; other < names.size(); other++) {
                if (other != i) {
                    spread(names.get(other), comparison.ratio(i, other));
                }
            }
            json.writeEndObject();
            json.writeObjectFieldStart("timesAsFastAsByCpuTime");
            for (int other = 0; other < names.size(); other++) {
                if (other != i) {
                    spread(names.get(other), comparison.cpuRatio(i, other));
                }
            }
            json.writeEndObject();
            json.writeObjectFieldStart("bestRoundTimesAsFastAs");
            for (int other = 0; other < names.size(); other++) {
                if (other != i) {
                    json.writeNumberField(names.get(other), comparison.ratioOfBest(i, other));
                }
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        rounds("secondsByRound", comparison, Turn::seconds);
        rounds("cpuSecondsByRound", comparison, Turn::cpuSeconds);
        json.writeEndObject();
    }

    private void rounds(String name, Comparison comparison, ToDoubleFunction<Turn> value) throws IOException {
        json.writeArrayFieldStart(name);
        for (List<Turn> turns : comparison.rounds()) {
            json.writeArray(turns.stream().mapToDouble(value).toArray(), 0, turns.size());
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
