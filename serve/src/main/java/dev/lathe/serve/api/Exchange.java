package dev.lathe.serve.api;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.key.Permit;
import dev.lathe.serve.meter.ServeMeters;
import dev.lathe.serve.meter.Trace;
import dev.lathe.serve.model.Call;
import dev.lathe.serve.model.EntityModel;
import dev.lathe.serve.model.LabelModel;
import dev.lathe.serve.model.Patience;
import dev.lathe.serve.model.ServedModel;
import dev.lathe.serve.model.ServedModels;
import dev.lathe.serve.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// One request that has a place, and its way to the models.
final class Exchange implements AutoCloseable {
    private static final String RERANKING = "reranking";

    private final Fields fields;
    private final Supplier<String> splitKey;
    private final ServedModels models;
    private final Limits limits;
    private final Admission.Place place;
    private final Patience patience;
    private final Trace trace;
    private final ServeMeters meters;
    private final Permit permit;
    private final Deed deed;
    private final Watch watch;
    private final Optional<Reviewing> reviewing;
    private final List<ServedModel> held = new ArrayList<>();

    /// @param splitKey of whoever asks, for names that several models share
    Exchange(
            Fields fields, Supplier<String> splitKey, ServedModels models, Limits limits, Admission.Place place, Patience patience, Trace trace,
            ServeMeters meters, Permit permit, Deed deed, Watch watch, Optional<Reviewing> reviewing) {
        this.fields = fields;
        this.splitKey = splitKey;
        this.models = models;
        this.limits = limits;
        this.place = place;
        this.patience = patience;
        this.trace = trace;
        this.meters = meters;
        this.permit = permit;
        this.deed = deed;
        this.watch = watch;
        this.reviewing = reviewing;
    }

    /// Which decisions a person is to look at, if any.
    Optional<Reviewing> reviewing() {
        return reviewing;
    }

    /// Who hears of answers.
    Watch watch() {
        return watch;
    }

    Fields fields() {
        return fields;
    }

    Trace trace() {
        return trace;
    }

    /// The model that is asked for, or the first one.
    ServedModel model() {
        Optional<String> asked = asked();
        return noted(held(() -> models.named(asked)));
    }

    /// The model that is asked for, or the first one of the kind.
    <M extends ServedModel> M model(Class<M> kind, String does) {
        Optional<String> asked = asked();
        return noted(held(() -> models.named(asked, kind, does)));
    }

    /// The model's name in the body, or of the name that several share that of the one whose turn it is.
    ///
    /// @throws HttpProblem if the key is not for that name: before it is looked for, so that nobody learns whether it is there
    private Optional<String> asked() {
        return fields.text("model").map(name -> {
            if (!permit.allowsModel(name)) {
                throw new HttpProblem(Fault.FORBIDDEN, "model '%s': not for this key".formatted(name.substring(0, Math.min(100, name.length()))));
            }
            String meant = models.meant(name, splitKey);
            if (!meant.equals(name)) {
                meters.split(name, meant);
                trace.answeredBy(meant);
            }
            return meant;
        });
    }

    /// A model that nobody named must be one of the key's.
    private <M extends ServedModel> M noted(M model) {
        if (fields.text("model").isEmpty() && !permit.allowsModel(model.facts().name())) {
            throw new HttpProblem(Fault.FORBIDDEN, "the first model for this is not for this key; name another");
        }
        deed.with(model);
        return model;
    }

    /// Keeps the model open until the request is answered, whatever takes its place meanwhile.
    private <M extends ServedModel> M held(Supplier<M> found) {
        M model = found.get();
        while (!models.hold(model)) {
            model = found.get();
        }
        held.add(model);
        return model;
    }

    /// Notes what was decided, for the audit log.
    void decided(List<String> labels) {
        deed.decided(labels);
    }

    @Override
    public void close() {
        held.forEach(models::release);
    }

    /// The first model that labels texts or finds entities in them.
    ServedModel predictor() {
        return noted(held(() -> models.all().stream().filter(model -> model instanceof LabelModel || model instanceof EntityModel).findFirst()
                .orElseThrow(() -> HttpProblem.invalid("no model for classification is served here"))));
    }

    /// The model that is asked for, or the first that gives a pair of texts one number.
    LabelModel reranker() {
        if (fields.has("model")) {
            LabelModel model = model(LabelModel.class, RERANKING);
            if (!model.isReranker()) {
                throw HttpProblem.invalid("model '%s': it has several labels; reranking needs one".formatted(model.facts().name()));
            }
            return model;
        }
        return noted(held(() -> models.all().stream().filter(LabelModel.class::isInstance).map(LabelModel.class::cast).filter(LabelModel::isReranker)
                .findFirst().orElseThrow(() -> HttpProblem.invalid("no model for %s is served here".formatted(RERANKING)))));
    }

    /// Checks how many inputs there are.
    ///
    /// @param name what messages call them
    <Q> List<Q> bounded(String name, List<Q> inputs) {
        if (inputs.isEmpty()) {
            throw new HttpProblem(Fault.EMPTY, name + ": empty");
        }
        if (inputs.size() > limits.inputs()) {
            throw new HttpProblem(
                    Fault.TOO_LARGE, "%s: %d of them; %d at most".formatted(name, inputs.size(), limits.inputs()));
        }
        return inputs;
    }

    /// What the model makes of each input.
    ///
    /// @param call tokenises an input
    /// @throws HttpProblem if there are too many tokens, here or in all, the client leaves or the time is over
    <Q, R> List<R> answers(ServedModel model, List<Q> inputs, Function<Q, Call<R>> call) {
        long start = System.nanoTime();
        var calls = new ArrayList<Call<R>>();
        long tokens = 0;
        for (Q input : inputs) {
            Call<R> made = tokenized(input, call);
            tokens += made.tokens();
            if (tokens > limits.requestTokens()) {
                throw new HttpProblem(Fault.TOO_LARGE, "more than %d tokens in one request".formatted(limits.requestTokens()));
            }
            calls.add(made);
        }
        trace.tokenized(calls.size(), tokens, System.nanoTime() - start);
        place.holdTokens(tokens);
        long given = System.nanoTime();
        List<R> answers = model.gate().answers(calls, patience);
        trace.inferred(System.nanoTime() - given);
        meters.read(model.facts().name(), tokens);
        return answers;
    }

    /// What a tokenizer or a model refuses is the client's.
    private static <Q, R> Call<R> tokenized(Q input, Function<Q, Call<R>> call) {
        try {
            return call.apply(input);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.invalid(String.valueOf(e.getMessage()));
        }
    }
}
