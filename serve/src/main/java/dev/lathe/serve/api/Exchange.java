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

/// One request that has a place, and its way to the models.
final class Exchange {
    private static final String RERANKING = "reranking";

    private final Fields fields;
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

    Exchange(
            Fields fields, ServedModels models, Limits limits, Admission.Place place, Patience patience, Trace trace,
            ServeMeters meters, Permit permit, Deed deed, Watch watch, Optional<Reviewing> reviewing) {
        this.fields = fields;
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
        requirePermit(fields.text("model"));
        return permitted(models.named(fields.text("model")));
    }

    /// The model that is asked for, or the first one of the kind.
    <M extends ServedModel> M model(Class<M> kind, String does) {
        requirePermit(fields.text("model"));
        return permitted(models.named(fields.text("model"), kind, does));
    }

    /// Before it is looked for: who may not ask a model does not learn whether it is there.
    private void requirePermit(Optional<String> name) {
        if (name.isPresent() && !permit.allowsModel(name.get())) {
            throw new HttpProblem(Fault.FORBIDDEN, "model '%s': not for this key".formatted(name.get().substring(0, Math.min(100, name.get().length()))));
        }
    }

    private <M extends ServedModel> M permitted(M model) {
        if (!permit.allowsModel(model.facts().name())) {
            throw new HttpProblem(Fault.FORBIDDEN, "the first model for this is not for this key; name another");
        }
        deed.with(model.facts().name());
        return model;
    }

    /// Notes what was decided, for the audit log.
    void decided(List<String> labels) {
        deed.decided(labels);
    }

    /// The first model that labels texts or finds entities in them.
    ServedModel predictor() {
        return permitted(models.all().stream().filter(model -> model instanceof LabelModel || model instanceof EntityModel).findFirst()
                .orElseThrow(() -> HttpProblem.invalid("no model for classification is served here")));
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
        return permitted(models.all().stream().filter(LabelModel.class::isInstance).map(LabelModel.class::cast).filter(LabelModel::isReranker)
                .findFirst().orElseThrow(() -> HttpProblem.invalid("no model for %s is served here".formatted(RERANKING))));
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
