package dev.lathe.trust.federation;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.json.JsonLayout;
import dev.lathe.json.JsonWriter;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.trust.federation.values.ServerStep;
import java.io.ByteArrayOutputStream;
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
        private final Path file;
        private final OutputStream out;
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        /// @param before lines of the rounds that are done
        Metrics(Path directory, byte[] before) throws IOException {
            file = directory.resolve(METRICS);
            out = Files.newOutputStream(file);
            append(before);
        }

        private void append(byte[] lines) throws IOException {
            NamedWriting.of(file, () -> {
                out.write(lines);
                return file;
            });
            written.write(lines);
        }

        /// All lines so far.
        byte[] lines() {
            return written.toByteArray();
        }

        void write(RoundReport report, Optional<Evaluation> evaluation) throws IOException {
            append(JsonWriter.object(JsonLayout.LINE, json -> {
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
        write(directory.resolve(REPORT), JsonWriter.object(JsonLayout.FIELDS, json -> {
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
        write(directory.resolve("README.md"), """
                # A model of a federation

                %d clients trained it together in %d rounds, %s; `federation.json` says how, `metrics.jsonl` what came of each round.
                """.formatted(clients.size(), options.rounds(), options.aggregation().word()).getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        NamedWriting.of(file, () -> Files.write(file, bytes));
    }

    /// What a resumed federation must have in common with the one that was begun.
    static String settings(List<String> clients, LocalWork work, FederationOptions options, ServerStep step) throws IOException {
        return new String(JsonWriter.object(JsonLayout.FIELDS, json -> {
            json.writeStringField("clients", String.join(", ", clients));
            json.writeNumberField("rounds", options.rounds());
            settings(json, work, options, step);
        }), StandardCharsets.UTF_8);
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
        if (options.secure().isPresent()) {
            SecureOptions secure = options.secure().get();
            JsonWriter.object(json, "secure", fields -> {
                fields.writeNumberField("threshold", secure.threshold());
                fields.writeNumberField("clip", secure.clip());
                fields.writeNumberField("bits", secure.bits());
            });
        }
        if (options.privacy().isPresent()) {
            FederationPrivacy.Plan plan = options.privacy().get().plan(options.rounds(), options.participation());
            JsonWriter.object(json, "privacy", fields -> privacy(fields, plan));
        }
    }

    private static void privacy(JsonGenerator json, FederationPrivacy.Plan plan) throws IOException {
        PrivacyOptions promise = plan.privacy().options();
        json.writeStringField("kind", plan.privacy().kind().word());
        json.writeNumberField("noise", plan.deviation());
        json.writeNumberField("clip", promise.clip());
        json.writeNumberField("delta", promise.delta());
        json.writeStringField("accountant", promise.accountant().word());
        json.writeNumberField("epsilon", plan.epsilonAfter(plan.rounds()));
        if (promise.seed().isPresent()) {
            json.writeNumberField("seed", promise.seed().getAsLong());
            json.writeStringField("warning", "a known seed protects nobody");
        }
    }
}
