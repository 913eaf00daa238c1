package dev.lathe.serve.api;

import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.model.ModelFacts;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import java.util.List;
import java.util.stream.Stream;

/// What there is, and whether it is well: of OpenAI, text-embeddings-inference and KServe.
final class StatusRoutes {
    private static final String METRICS = "text/plain; version=0.0.4";

    private final ServedModels models;
    private final Limits limits;
    private final Admission admission;
    private final ServeMeters meters;
    private final ServerFacts facts;

    StatusRoutes(ServedModels models, Limits limits, Admission admission, ServeMeters meters, ServerFacts facts) {
        this.models = models;
        this.limits = limits;
        this.admission = admission;
        this.meters = meters;
        this.facts = facts;
    }

    List<Route> all() {
        return List.of(
                Route.get("/health", true, this::ready),
                Route.get("/ping", true, this::ready),
                Route.get("/v2/health/ready", true, this::ready),
                Route.get("/v2/health/live", true, () -> Response.ok(Content.object(json -> json.writeBooleanField("live", true)))),
                Route.get("/info", false, this::info),
                Route.get("/v1/models", false, this::list),
                Route.get("/metrics", false, () -> Response.ok(Content.text(METRICS, meters.text()))));
    }

    private Response ready() {
        if (admission.isStopping()) {
            throw new HttpProblem(Fault.UNAVAILABLE, "the server is about to stop");
        }
        return Response.ok(Content.object(json -> json.writeBooleanField("ready", true)));
    }

    /// Of the first model, as text-embeddings-inference has one only; `models` are all.
    private Response info() {
        ServedModel first = models.all().getFirst();
        return Response.ok(Content.object(json -> {
            json.writeStringField("model_id", first.facts().name());
            json.writeNullField("model_sha");
            json.writeStringField("model_dtype", "float32");
            json.writeObjectFieldStart("model_type");
            json.writeObjectFieldStart(first.type());
            json.writeEndObject();
            json.writeEndObject();
            json.writeNumberField("max_concurrent_requests", limits.requests());
            json.writeNumberField("max_input_length", first.facts().maxLength());
            json.writeNumberField("max_batch_tokens", limits.waitingTokens());
            json.writeNumberField("max_client_batch_size", limits.inputs());
            json.writeBooleanField("auto_truncate", true);
            json.writeStringField("version", facts.version());
            json.writeArrayFieldStart("models");
            for (ServedModel model : models.all()) {
                ModelFacts about = model.facts();
                json.writeStartObject();
                json.writeStringField("id", about.name());
                json.writeStringField("type", model.type());
                json.writeStringField("architecture", about.architecture());
                json.writeNumberField("max_input_length", about.maxLength());
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }

    private Response list() {
        return Response.ok(Content.object(json -> {
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (String name : Stream.concat(models.all().stream().map(model -> model.facts().name()), models.splits().stream()).toList()) {
                json.writeStartObject();
                json.writeStringField("id", name);
                json.writeStringField("object", "model");
                json.writeNumberField("created", facts.startSeconds());
                json.writeStringField("owned_by", "lathe");
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
    }
}
