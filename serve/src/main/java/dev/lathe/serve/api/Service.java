package dev.lathe.serve.api;

import dev.lathe.serve.http.Content;
import dev.lathe.serve.http.ErrorForm;
import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.Handler;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.http.Request;
import dev.lathe.serve.http.RequestBody;
import dev.lathe.serve.http.Response;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.meter.Trace;
import dev.lathe.serve.model.CallGate;
import dev.lathe.serve.model.Patience;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Models behind the routes of existing clients, for any server that can call a [Handler].
///
/// A request passes, in this order: its name and key, its route, room for it, its body, the model. What is wrong before the body is told
/// without reading it.
public final class Service implements Handler, AutoCloseable {
    private static final String NO_ROUTE = "none";
    private static final Map<String, String> ALWAYS = Map.of("X-Content-Type-Options", "nosniff", "Cache-Control", "no-store");
    private static final int RETRY_SECONDS = 1;
    private static final int WARM_UP_ROUNDS = 5;

    private final ServedModels models;
    private final Limits limits;
    private final Guard guard;
    private final Admission admission;
    private final ServeMeters meters;
    private final Routes routes;
    private final Consumer<Throwable> mistakes;

    /// Owns the models.
    ///
    /// @param meters what it counts, and what the models' batches have been counted in; closed with it
    /// @param mistakes told of failures that are nobody's but ours; clients see no more of them than status 500
    public Service(
            ServedModels models, Limits limits, Guard guard, ServerFacts facts, ServeMeters meters, Consumer<Throwable> mistakes) {
        this.meters = meters;
        this.models = models;
        this.limits = limits;
        this.guard = guard;
        this.mistakes = mistakes;
        admission = new Admission(limits);
        routes = new Routes(new StatusRoutes(models, limits, admission, meters, facts));
        meters.gauge("te_queue_size", () -> models.all().stream().map(ServedModel::gate).distinct().mapToInt(CallGate::waiting).sum());
        meters.gauge("lathe_requests_in_work", admission::requests);
    }

    @Override
    public Response answer(Request request) {
        Optional<Route> route = routes.at(request.path());
        Response response;
        try {
            response = guard.preflight(request).orElseGet(() -> answered(request, route));
        } catch (HttpProblem problem) {
            response = failed(route, problem);
        } catch (RuntimeException | Error mistake) {
            // Whoever runs the server hears of it; the client learns nothing of what is inside.
            mistakes.accept(mistake);
            response = failed(route, new HttpProblem(Fault.INTERNAL, "a mistake in the server"));
        }
        meters.answered(route.map(Route::path).orElse(NO_ROUTE), response.status());
        return guard.named(request, response.with(ALWAYS));
    }

    private Response failed(Optional<Route> route, HttpProblem problem) {
        meters.failed(problem.fault().type());
        Response response = route.map(Route::form).orElse(ErrorForm.PLAIN).response(problem);
        return problem.fault() == Fault.METHOD ? response.with(Map.of("Allow", route.orElseThrow().method())) : response;
    }

    private Response answered(Request request, Optional<Route> found) {
        guard.requireNamed(request);
        boolean open = found.map(Route::action).filter(action -> action instanceof Route.Status status && status.open()).isPresent();
        if (!open) {
            guard.requireKey(request);
        }
        Route route = found.orElseThrow(() -> new HttpProblem(Fault.NOT_FOUND, "no such route; /openapi.json lists them"));
        Routes.requireMethod(route, request.method());
        return switch (route.action()) {
            case Route.Status status -> status.answer().answer();
            case Route.Work work -> worked(request, route, work, meters);
        };
    }

    private Response worked(Request request, Route route, Route.Work work, ServeMeters counted) {
        Guard.requireJson(request);
        var trace = new Trace();
        try (Admission.Place place = admission.enter()) {
            requireLength(request);
            byte[] body = request.body().read(limits.bodyBytes(), place::holdBytes);
            Fields fields = Fields.of(body);
            counted.came(isBatch(fields));
            var patience = Patience.of(request.departure(), limits.time());
            try (var exchange = new Exchange(fields, () -> splitKey(request, body), models, limits, place, patience, trace, counted)) {
                Content content = answer(work, exchange);
                counted.succeeded(route.kind(), trace);
                return Response.ok(content).with(trace.headers());
            }
        }
    }

    private Content answer(Route.Work work, Exchange exchange) {
        try {
            return work.answer().answer(exchange);
        } catch (IllegalStateException e) {
            // A model that was closed while the request waited for it.
            if (admission.isStopping()) {
                throw new HttpProblem(Fault.UNAVAILABLE, "the server is about to stop", RETRY_SECONDS);
            }
            throw e;
        }
    }

    /// What a client is known by when a model is chosen for it: what it says itself, or else its key, or else what it asks.
    private static String splitKey(Request request, byte[] body) {
        return request.header("X-Split-Key").or(() -> request.header("Authorization")).or(() -> request.header("X-Api-Key"))
                .orElseGet(() -> new String(body, StandardCharsets.UTF_8));
    }

    private static boolean isBatch(Fields fields) {
        return fields.value("inputs").or(() -> fields.value("input")).filter(List.class::isInstance).isPresent();
    }

    /// What says of itself that it is too large is not read.
    private void requireLength(Request request) {
        request.header("Content-Length").filter(length -> length.matches("[0-9]+"))
                .filter(length -> length.length() > 10 || Long.parseLong(length) > limits.bodyBytes())
                .ifPresent(_ -> {
                    throw RequestBody.tooLarge(limits.bodyBytes());
                });
    }

    /// Makes each model answer some times: whoever comes first does not wait for what is made once.
    ///
    /// On a machine of two cores the first call took a second, the fifth a tenth of that.
    public void warmUp() {
        for (ServedModel model : models.all()) {
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                model.warmUp();
            }
        }
    }

    /// What a host may have [rehearsed][#rehearsed] before it listens: each route that a model is most asked by.
    public List<Request> rehearsal() {
        var requests = new ArrayList<Request>();
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            models.all().forEach(model -> requests.addAll(Rehearsals.of(model)));
        }
        return requests;
    }

    /// Answers what nobody has asked: no key is needed for it, and it is not counted.
    public Response rehearsed(Request request) {
        try (var uncounted = new ServeMeters()) {
            Route route = routes.at(request.path()).orElseThrow(() -> new HttpProblem(Fault.NOT_FOUND, "no such route"));
            return route.action() instanceof Route.Work work
                    ? worked(request, route, work, uncounted).with(ALWAYS) : failed(Optional.of(route), new HttpProblem(Fault.METHOD, "no model asked"));
        }
    }

    /// Turns further requests away; those in work go on.
    public void stop() {
        admission.stop();
    }

    /// Requests in work.
    public int inWork() {
        return admission.requests();
    }

    /// Fails the calls that wait, waits for those in flight, and closes the models.
    @Override
    public void close() {
        stop();
        models.close();
        meters.close();
    }
}
