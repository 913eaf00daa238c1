package dev.lathe.bert.directory;

import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.Residual;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.AroundProduct;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The weights of a base, in memory once for all models that stand on it. Each is read when the first model needs it.
///
/// What an adapter stores, low-rank maps or whole tensors, is its model's own.
public final class BaseWeights implements AutoCloseable {
    private final Workspace parameters;
    private final Map<String, Parameter> byName = new HashMap<>();

    /// A model on the base.
    ///
    /// @param around what its adapter does around the base's products, by their places below the family's name, where that is all; nothing for
    ///     the base itself
    public record Built<M>(M model, Optional<Map<String, AroundProduct>> around) {}

    /// @param parameters where they live from here on; closed with this
    public BaseWeights(Workspace parameters) {
        this.parameters = parameters;
    }

    /// Makes a model that is to be used as it is, and reads what it needs.
    ///
    /// @param own where what is not the base's lives
    /// @param checkpoint of the base, with an adapter or without
    /// @throws CheckpointException if any tensor is missing or has another shape or a value that is not finite
    public synchronized <M> Built<M> build(Workspace own, Checkpoint checkpoint, BertWeights.Building<M> building) throws IOException {
        var plan = new Sharing(BertWeights.plan(checkpoint), checkpoint);
        var ownParameters = new ArrayList<ModelParameter>();
        boolean read = false;
        try {
            M model = BertWeights.buildTrained(own, checkpoint, plan, scope -> {
                M made = building.build(scope);
                ownParameters.addAll(scope.parameters());
                return made;
            });
            BertWeights.loadTrained(checkpoint, plan.fresh);
            BertWeights.loadTrained(checkpoint, ownParameters);
            read = true;
            return new Built<>(model, around(plan.of, ownParameters));
        } finally {
            if (!read) {
                // Of undefined value: whoever comes next reads them into others.
                plan.fresh.forEach(p -> byName.remove(StoredNames.withoutPrefix(p.name())));
            }
        }
    }

    /// A weight that a model on the base has needed.
    ///
    /// @param path its full name, with the family's in front or without
    public synchronized Parameter parameter(String path) {
        Parameter parameter = byName.get(StoredNames.withoutPrefix(path));
        if (parameter == null) {
            throw new IllegalStateException("base: '%s' was not read".formatted(path));
        }
        return parameter;
    }

    private static Optional<Map<String, AroundProduct>> around(ModelPlan plan, List<ModelParameter> own) {
        if (!(plan instanceof AdapterPlan adapter)) {
            return Optional.of(Map.of());
        }
        if (own.stream().anyMatch(p -> !p.own() && StoredNames.belongsToEncoder(p.name()))) {
            return Optional.empty();
        }
        return adapter.aroundProducts().map(BaseWeights::withoutPrefixes);
    }

    private static Map<String, AroundProduct> withoutPrefixes(Map<String, AroundProduct> layers) {
        var named = new LinkedHashMap<String, AroundProduct>();
        layers.forEach((place, layer) -> named.put(StoredNames.withoutPrefix(place), layer));
        return named;
    }

    /// A plan whose base's parameters are those that are here.
    private final class Sharing implements ModelPlan {
        private final ModelPlan of;
        private final Checkpoint checkpoint;
        private final List<ModelParameter> fresh = new ArrayList<>();

        Sharing(ModelPlan of, Checkpoint checkpoint) {
            this.of = of;
            this.checkpoint = checkpoint;
        }

        @Override
        public Optional<Parameter> present(String path, Shape shape) {
            if (checkpoint instanceof AdaptedCheckpoint adapted && adapted.isAdapted(path)) {
                return Optional.empty();
            }
            return Optional.of(byName.computeIfAbsent(StoredNames.withoutPrefix(path), _ -> {
                Parameter parameter = parameters.frozenParameter(path, shape);
                fresh.add(new ModelParameter(parameter, Initializer.ZEROS, false));
                return parameter;
            }));
        }

        @Override
        public Linear linear(ModelScope place, int in, int out, Initializer weight) {
            return of.linear(place, in, out, weight);
        }

        @Override
        public Residual residual(ModelScope place, int features) {
            return of.residual(place, features);
        }

        @Override
        public Optional<LearnedRows> prompt(ModelScope encoder, int features) {
            return of.prompt(encoder, features);
        }

        @Override
        public Optional<LearnedRows> prefix(ModelScope encoder, int layers, int features) {
            return of.prefix(encoder, layers, features);
        }

        @Override
        public boolean isFrozen(String path) {
            return of.isFrozen(path);
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
