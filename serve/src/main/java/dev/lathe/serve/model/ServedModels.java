package dev.lathe.serve.model;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// The models of a server, by their names, in the order in which they were given. Each may be replaced while it is asked: who
/// [holds][#hold] one is answered by it, and the last who does gives a replaced one's memory back.
public final class ServedModels implements AutoCloseable {
    private final SequencedMap<String, ServedModel> models = new LinkedHashMap<>();
    /// Who holds each, of those that are held.
    private final Map<ServedModel, Integer> holders = new IdentityHashMap<>();
    private final SequencedMap<String, Split> splits = new LinkedHashMap<>();
    private boolean closed;

    /// Owns the models.
    ///
    /// @throws IllegalArgumentException if there is none, or two have one name
    public ServedModels(List<ServedModel> models) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("serve: no model");
        }
        for (ServedModel model : models) {
            if (this.models.put(model.facts().name(), model) != null) {
                throw new IllegalArgumentException("model '%s': given twice".formatted(model.facts().name()));
            }
        }
    }

    /// The same with names that several of them share.
    ///
    /// @throws IllegalArgumentException if a split's name is taken, or it names a model that is not there or of another kind than its others
    public ServedModels(List<ServedModel> models, List<Split> splits) {
        this(models);
        for (Split split : splits) {
            if (this.models.containsKey(split.name()) || this.splits.put(split.name(), split) != null) {
                throw new IllegalArgumentException("split '%s': the name is taken".formatted(split.name()));
            }
            for (String name : split.shares().keySet()) {
                ServedModel model = this.models.get(name);
                String type = this.models.get(split.shares().firstEntry().getKey()) == null ? ""
                        : this.models.get(split.shares().firstEntry().getKey()).type();
                if (model == null || !model.type().equals(type)) {
                    throw new IllegalArgumentException("split '%s': model '%s' is %s".formatted(
                            split.name(), name, model == null ? "not served" : "for " + model.type() + ", the first for " + type));
                }
            }
        }
    }

    /// Names that several models share.
    public List<String> splits() {
        return List.copyOf(splits.keySet());
    }

    /// The name of the model that is meant: of a split's name one of its models', by the key of whoever asks; any other as it is.
    public String meant(String name, Supplier<String> key) {
        Split split = splits.get(name);
        return split == null ? name : split.chosen(key.get());
    }

    public synchronized List<ServedModel> all() {
        return List.copyOf(models.values());
    }

    /// The model of a name, or the first one where none is given.
    ///
    /// @throws HttpProblem if there is no such model
    public synchronized ServedModel named(Optional<String> name) {
        if (name.isEmpty()) {
            return models.firstEntry().getValue();
        }
        ServedModel model = models.get(name.get());
        if (model == null) {
            throw new HttpProblem(Fault.MODEL_NOT_FOUND, "model '%s': not served; there is %s".formatted(
                    name.get().substring(0, Math.min(100, name.get().length())), String.join(", ", models.keySet())));
        }
        return model;
    }

    /// The model of a name and a kind, or the first one of the kind where no name is given.
    ///
    /// @param does what models of the kind do, for messages
    /// @throws HttpProblem if there is no such model, or it is of another kind
    public <M extends ServedModel> M named(Optional<String> name, Class<M> kind, String does) {
        if (name.isPresent()) {
            ServedModel model = named(name);
            if (!kind.isInstance(model)) {
                throw HttpProblem.invalid("model '%s': of type %s; this route needs one for %s".formatted(
                        name.get(), model.type(), does));
            }
            return kind.cast(model);
        }
        return all().stream().filter(kind::isInstance).map(kind::cast).findFirst()
                .orElseThrow(() -> HttpProblem.invalid("no model for %s is served here".formatted(does)));
    }

    /// Keeps a model open until [#release].
    ///
    /// @return false if it has been replaced since it was found, and may be closed
    public synchronized boolean hold(ServedModel model) {
        if (models.get(model.facts().name()) != model) {
            return false;
        }
        holders.merge(model, 1, Integer::sum);
        return true;
    }

    /// Ends a [#hold].
    public void release(ServedModel model) {
        boolean last;
        synchronized (this) {
            last = holders.merge(model, -1, (count, less) -> count + less == 0 ? null : count + less) == null
                    && models.get(model.facts().name()) != model;
        }
        if (last) {
            model.close();
        }
    }

    /// Puts a model in the place of the one of its name, which is closed when nobody holds it any more. Owns it from here on.
    ///
    /// @throws IllegalArgumentException if there is no model of this name, or it is of another kind: its clients would get errors. The new one is
    ///     closed then
    public void replace(ServedModel next) {
        boolean closes;
        ServedModel before;
        synchronized (this) {
            String name = next.facts().name();
            before = models.get(name);
            if (closed || before == null || !before.type().equals(next.type())) {
                next.close();
                throw new IllegalArgumentException(closed ? "the server stops" : before == null ? "no model of this name"
                        : "of type %s, in the place of %s".formatted(next.type(), before.type()));
            }
            models.put(name, next);
            closes = !holders.containsKey(before);
        }
        if (closes) {
            before.close();
        }
    }

    /// Models that have been replaced and are still at work.
    synchronized long leaving() {
        return holders.keySet().stream().filter(model -> models.get(model.facts().name()) != model).count();
    }

    /// Fails the calls that wait, waits for those in flight, and closes the models.
    @Override
    public void close() {
        List<ServedModel> all;
        synchronized (this) {
            closed = true;
            all = all();
        }
        all.forEach(ServedModel::close);
    }
}
