package dev.lathe.serve.model;

import dev.lathe.serve.http.Fault;
import dev.lathe.serve.http.HttpProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The models of a server, by their names, in the order in which they were given.
public final class ServedModels implements AutoCloseable {
    private final SequencedMap<String, ServedModel> models = new LinkedHashMap<>();

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

    public List<ServedModel> all() {
        return List.copyOf(models.values());
    }

    /// The model of a name, or the first one where none is given.
    ///
    /// @throws HttpProblem if there is no such model
    public ServedModel named(Optional<String> name) {
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
                throw HttpProblem.invalid("model '%s': a model for %s; this route needs one for %s".formatted(
                        name.get(), model.type(), does));
            }
            return kind.cast(model);
        }
        return models.values().stream().filter(kind::isInstance).map(kind::cast).findFirst()
                .orElseThrow(() -> HttpProblem.invalid("no model for %s is served here".formatted(does)));
    }

    /// Fails the calls that wait, waits for those in flight, and closes the models.
    @Override
    public void close() {
        models.values().forEach(ServedModel::close);
    }
}
