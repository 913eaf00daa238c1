package dev.lathe.bench.peers;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bench.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes comparisons with everything that a reader needs to believe them: machine, flags, commit, every round.
public final class ComparisonFile {

    private final JsonGenerator json;

    private ComparisonFile(JsonGenerator json) {
        this.json = json;
    }

    /// @param about what was compared and how, in a sentence or two
    /// @throws IOException when the file can't be written
    public static void write(Path path, String about, List<Comparison> comparisons) throws IOException {
        try (var json = new JsonFactory().createGenerator(path.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            var file = new ComparisonFile(json);
            json.writeStartObject();
            json.writeStringField("about", about);
            Machine.here().writeTo(json);
            json.writeArrayFieldStart("comparisons");
            for (Comparison comparison : comparisons) {
                file.comparison(comparison);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void comparison(Comparison comparison) throws IOException {
        json.writeStartObject();
        json.writeStringField("work", comparison.work().name());
        json.writeNumberField("threads", comparison.threads());
        json.writeNumberField(comparison.work().unit().label(), comparison.work().amount());
        json.writeNumberField("discardedRounds", comparison.discarded());
        spread("peakGigaflops", comparison.peakGigaflops());
        json.writeArrayFieldStart("entrants");
        for (int i = 0; i < comparison.entrants().size(); i++) {
            entrant(comparison, i);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rounds");
        for (Round round : comparison.rounds()) {
            json.writeStartObject();
            json.writeNumberField("peakGigaflops", round.peakGigaflops());
            json.writeFieldName("seconds");
            json.writeArray(round.seconds(), 0, round.seconds().length);
            json.writeFieldName("cpuSeconds");
            json.writeArray(round.cpuSeconds(), 0, round.cpuSeconds().length);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void entrant(Comparison comparison, int entrant) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", comparison.entrants().get(entrant));
        json.writeNumberField(comparison.work().unit().label() + "PerSecond", comparison.perSecond(entrant));
        spread("seconds", comparison.seconds(entrant));
        spread("cpuSeconds", comparison.cpuSeconds(entrant));
        ratios("timeOver", comparison, entrant, comparison::ratio);
        ratios("cpuTimeOver", comparison, entrant, comparison::cpuRatio);
        json.writeEndObject();
    }

    /// The ratio of two entrants.
    @FunctionalInterface
    private interface Ratio {
        Spread of(int entrant, int other);
    }

    /// Those that there are: in a short turn the clock of CPU time may stand still.
    private void ratios(String name, Comparison comparison, int entrant, Ratio ratio) throws IOException {
        json.writeObjectFieldStart(name);
        for (int other = 0; other < comparison.entrants().size(); other++) {
            if (other != entrant && Double.isFinite(ratio.of(entrant, other).max())) {
                spread(comparison.entrants().get(other), ratio.of(entrant, other));
            }
        }
        json.writeEndObject();
    }

    private void spread(String name, Spread spread) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("min", spread.min());
        json.writeNumberField("median", spread.median());
        json.writeNumberField("max", spread.max());
        json.writeEndObject();
    }
}
