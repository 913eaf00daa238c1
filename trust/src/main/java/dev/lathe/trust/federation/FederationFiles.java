package dev.lathe.trust.federation;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.evaluate.Evaluation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a federation leaves beside its model.
final class FederationFiles {
    static final String REPORT = "federation.json";
    static final String METRICS = "metrics.jsonl";

    private FederationFiles() {}

    /// A line for each round.
    static final class Metrics implements AutoCloseable {
        private final OutputStream out;

        Metrics(Path directory) throws IOException {
            out = Files.newOutputStream(directory.resolve(METRICS));
        }

        void write(RoundReport report, Optional<Evaluation> evaluation) throws IOException {
            out.write(JsonWriter.object(JsonLayout.LINE, json -> {
                report.write(json);
                if (evaluation.isPresent()) {
                    json.writeNumberField("test_loss", evaluation.get().loss());
                    evaluation.get().writeFields(json);
                }
            }));
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /// @param weights the SHA-256 of the model's weights
    /// @param values how many numbers a client sends in a round
    static void writeReport(
            Path directory, List<String> clients, LocalWork work, FederationOptions options, ServerStep step, List<RoundReport> rounds,
            String weights, int values) throws IOException {
        Files.write(directory.resolve(REPORT), JsonWriter.object(JsonLayout.FIELDS, json -> {
            json.writeArrayFieldStart("clients");
            for (String client : clients) {
                json.writeString(client);
            }
            json.writeEndArray();
            settings(json, work, options, step);
            json.writeNumberField("values_sent_by_a_client_in_a_round", values);
            json.writeStringField("weights_sha256", weights);
            json.writeArrayFieldStart("rounds");
            for (RoundReport round : rounds) {
                json.writeStartObject();
                round.write(json);
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
        Files.write(directory.resolve("README.md"), """
                # A model of a federation

                %d clients trained it together in %d rounds, %s; `federation.json` says how, `metrics.jsonl` what came of each round.
                """.formatted(clients.size(), options.rounds(), options.aggregation().word()).getBytes(StandardCharsets.UTF_8));
    }

    private static void settings(JsonGenerator json, LocalWork work, FederationOptions options, ServerStep step) throws IOException {
        json.writeNumberField(work.epochs() ? "local_epochs" : "local_steps", work.amount());
        if (work.proximal().isPresent()) {
            json.writeNumberField("proximal", work.proximal().getAsDouble());
        }
        json.writeStringField("aggregation", options.aggregation().word());
        json.writeStringField("server", step.word());
        json.writeNumberField("participation", options.participation());
        json.writeNumberField("dropouts", options.dropouts());
        json.writeNumberField("stragglers", options.stragglers());
        json.writeNumberField("min_clients", options.minClients());
        json.writeStringField("faults", options.faults().word());
        json.writeNumberField("seed", options.seed());
    }
}
