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
import dev.lathe.serve.key.ApiKey;
import dev.lathe.serve.meter.RequestEvent;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.meter.Trace;
import dev.lathe.serve.meter.TraceParent;
import dev.lathe.serve.model.CallGate;
import dev.lathe.serve.model.Patience;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import dev.lathe.serve.watch.Alerting;
import dev.lathe.serve.watch.Watch;
import dev.lathe.serve.watch.Watching;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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
    private final Oversight oversight;
    private final Consumer<Throwable> mistakes;
    private final Watch watch;
    private final Optional<Alerting> alerting;
    private final ServerFacts facts;
    /// Numbers of the parts of traces: they need be no secret, but two servers' must differ.
    private final SplittableRandom spans = new SplittableRandom(System.nanoTime() ^ ProcessHandle.current().pid() << 40);

    /// Owns the models.
    ///
    /// @param meters what it counts, and what the models' batches have been counted in; closed with it
    /// @param mistakes told of failures that are nobody's but ours; clients see no more of them than status 500
    public Service(
            ServedModels models, Limits limits, Guard guard, ServerFacts facts, ServeMeters meters, Consumer<Throwable> mistakes) {
        this(models, limits, guard, Oversight.NONE, facts, meters, mistakes);
    }

    /// @param oversight what happens to requests beside being answered
    public Service(
            ServedModels models, Limits limits, Guard guard, Oversight oversight, ServerFacts facts, ServeMeters meters, Consumer<Throwable> mistakes) {
        this.meters = meters;
        this.models = models;
        this.oversight = oversight;
        this.limits = limits;
        this.guard = guard;
        this.mistakes = mistakes;
        this.facts = facts;
        admission = new Admission(limits);
        Watching watching = oversight.watching();
        watch = new Watch(watching.references(), InstantSource.system());
        alerting = watching.rules().isEmpty() ? Optional.empty() : Optional.of(Alerting.begin(watching, watch, this::waiting, meters, mistakes));
        routes = new Routes(new StatusRoutes(models, limits, admission, meters, facts),
                new MonitorRoutes(models, watch, alerting.map(Alerting::alerts)));
        meters.gauge("te_queue_size", this::waiting);
        meters.gauge("lathe_requests_in_work", admission::requests);
    }

    /// Inputs that wait for models.
    private int waiting() {
        return models.all().stream().map(ServedModel::gate).distinct().mapToInt(CallGate::waiting).sum();
    }

    @Override
    public Response answer(Request request) {
        long start = System.nanoTime();
        Optional<Route> route = routes.at(request.path());
        Optional<TraceParent> trace = TraceParent.of(request.header("traceparent"), request.header("tracestate"));
        var event = new RequestEvent();
        event.begin();
        var deed = new Deed();
        Response response;
        try {
            response = guard.preflight(request).orElseGet(() -> answered(request, route, deed, event));
        } catch (HttpProblem problem) {
            response = failed(route, problem);
        } catch (RuntimeException | Error mistake) {
            // Whoever runs the server hears of it; the client learns nothing of what is inside.
            mistakes.accept(mistake);
            response = failed(route, new HttpProblem(Fault.INTERNAL, "a mistake in the server"));
        }
        response = noted(response, route, deed);
        String path = route.map(Route::path).orElse(NO_ROUTE);
        meters.answered(path, response.status());
        if (route.map(Route::action).filter(Route.Work.class::isInstance).isPresent()) {
            watch.answered(response.status(), System.nanoTime() - start);
        }
        event.answered(path, response.status(), trace.map(TraceParent::traceId).orElse(""));
        Response named = guard.named(request, response.with(ALWAYS));
        return trace.isPresent() ? named.with(trace.get().headers(span())) : named;
    }

    private long span() {
        synchronized (spans) {
            return spans.nextLong(1, Long.MAX_VALUE);
        }
    }

    private Response failed(Optional<Route> route, HttpProblem problem) {
        meters.failed(problem.fault().type());
        Response response = route.map(Route::form).orElse(ErrorForm.PLAIN).response(problem);
        return problem.fault() == Fault.METHOD ? response.with(Map.of("Allow", route.orElseThrow().method())) : response;
    }

    /// The answer, once it is in the audit log if it belongs there: those of models, and those to callers who may not ask.
    private Response noted(Response response, Optional<Route> route, Deed deed) {
        boolean belongs = route.map(Route::action).filter(Route.Work.class::isInstance).isPresent()
                || response.status() == Fault.UNAUTHORIZED.status() || response.status() == Fault.FORBIDDEN.status();
        if (oversight.trail().isEmpty() || !belongs) {
            return response;
        }
        try {
            oversight.trail().get().add(deed, route.map(Route::path).orElse(NO_ROUTE), response.status());
            return response;
        } catch (HttpProblem problem) {
            return failed(route, problem);
        }
    }

    private Response answered(Request request, Optional<Route> found, Deed deed, RequestEvent event) {
        guard.requireNamed(request);
        boolean open = found.map(Route::action).filter(action -> action instanceof Route.Status status && status.open()).isPresent();
        ApiKey caller = open ? ApiKey.ANYBODY : guard.requireKey(request);
        deed.by(caller.name());
        if (!open) {
            Guard.requirePermit(caller, request.path());
        }
        Route route = found.orElseThrow(() -> new HttpProblem(Fault.NOT_FOUND, "no such route; /openapi.json lists them"));
        Routes.requireMethod(route, request.method());
        return switch (route.action()) {
            case Route.Status status -> status.answer().answer();
            case Route.Work work -> worked(request, route, work, caller, deed, new Heard(meters, watch, event));
        };
    }

    /// Who hears of a request.
    private record Heard(ServeMeters meters, Watch watch, RequestEvent event) {}

    private Response worked(Request request, Route route, Route.Work work, ApiKey caller, Deed deed, Heard heard) {
        Guard.requireJson(request);
        var trace = new Trace();
        try (Admission.Place place = admission.enter()) {
            requireLength(request);
            byte[] body = request.body().read(limits.bodyBytes(), place::holdBytes);
            Fields fields = oversight.masking().request(Fields.of(body));
            heard.meters.came(isBatch(fields));
            var patience = Patience.of(request.departure(), limits.time());
            try (var exchange = new Exchange(fields, () -> splitKey(request, body), models, limits, place, patience, trace, heard.meters,
                    caller.permit(), deed, heard.watch, oversight.reviewing())) {
                Content content = answer(work, exchange);
                if (route.kind() != ServeMeters.Kind.EMBED) {
                    content = oversight.masking().answer(content, deed.modelName());
                }
                heard.meters.succeeded(route.kind(), trace);
                return Response.ok(content).with(trace.headers());
            }
        } finally {
            heard.event.cost(trace);
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

    /// What a host rehearses with: answers as this does, so that nothing is left to be made when the first client comes. It needs no key, and nothing of it
    /// is counted, noted down or looked at by a person.
    public Handler rehearsed() {
        return new Service(models, limits, Guard.OPEN, Oversight.NONE.withMasking(oversight.masking()), facts, new ServeMeters(), mistakes)::answer;
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
        alerting.ifPresent(Alerting::close);
        models.close();
        meters.close();
    }
}
