package dev.lathe.serve.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.model.LabelModel;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import dev.lathe.serve.watch.AlertRule;
import dev.lathe.serve.watch.Alerts;
import dev.lathe.serve.watch.Counts;
import dev.lathe.serve.watch.Watch;
import dev.lathe.watch.drift.DriftCheck;
import dev.lathe.watch.drift.DriftReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is watched: shares of labels of the last hour, drift against the training, alerts.
final class MonitorRoutes {
    private final ServedModels models;
    private final Watch watch;
    private final Optional<Alerts> alerts;

    MonitorRoutes(ServedModels models, Watch watch, Optional<Alerts> alerts) {
        this.models = models;
        this.watch = watch;
        this.alerts = alerts;
    }

    List<Route> all() {
        return List.of(Route.get("/monitor", false, this::monitor));
    }

    private Response monitor() {
        Counts counts = watch.within(Watch.LONGEST);
        return Response.ok(Content.object(json -> {
            json.writeNumberField("window_seconds", Watch.LONGEST.toSeconds());
            json.writeArrayFieldStart("models");
            for (ServedModel model : models.all()) {
                String name = model.facts().name();
                boolean labels = model instanceof LabelModel known && !known.isReranker();
                if (labels || watch.hasReference(name)) {
                    json.writeStartObject();
                    json.writeStringField("id", name);
                    if (labels) {
                        shares(json, name, counts);
                    }
                    drift(json, name);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeArrayFieldStart("alerts");
            for (AlertRule rule : alerts.map(Alerts::rules).orElse(List.of())) {
                json.writeStartObject();
                json.writeStringField("name", rule.name());
                json.writeStringField("severity", rule.severity());
                json.writeBooleanField("firing", alerts.orElseThrow().isFiring(rule));
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private static void shares(JsonGenerator json, String name, Counts counts) throws IOException {
        long of = counts.texts(name);
        json.writeNumberField("texts", of);
        json.writeObjectFieldStart("shares");
        for (Map.Entry<String, Long> label : new TreeMap<>(counts.labels(name)).entrySet()) {
            json.writeNumberField(label.getKey(), (double) label.getValue() / of);
        }
        json.writeEndObject();
    }

    private void drift(JsonGenerator json, String name) throws IOException {
        json.writeBooleanField("has_reference", watch.hasReference(name));
        Optional<DriftReport> drift = watch.drift(name);
        if (drift.isPresent()) {
            json.writeObjectFieldStart("drift");
            json.writeNumberField("p_value", drift.get().pValue());
            json.writeNumberField("texts", drift.get().items());
            json.writeNumberField("reference_texts", drift.get().reference());
            json.writeObjectFieldStart("checks");
            for (DriftCheck check : drift.get().checks()) {
                json.writeObjectFieldStart(check.name());
                json.writeNumberField("statistic", check.statistic());
                json.writeNumberField("p_value", check.pValue());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }
}
