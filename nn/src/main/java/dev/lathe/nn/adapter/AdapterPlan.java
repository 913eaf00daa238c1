package dev.lathe.nn.adapter;

import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.LearnedRows;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.Residual;
import dev.lathe.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

/// A base that stays as it is, with an adapter at the maps that its method means, and a head that trains. For one model: it remembers what it made.
public final class AdapterPlan implements ModelPlan {
    private final AdapterMethod method;
    private final Predicate<String> base;
    private final Set<String> adapted = new HashSet<>();
    private final List<String> places = new ArrayList<>();
    private final List<String> passedOver = new ArrayList<>();
    private final SequencedMap<String, AdaptedLinear> layers = new LinkedHashMap<>();

    /// @param base whether a parameter, by its path, is the base's: what is not trains, and has no adapter
    public AdapterPlan(AdapterMethod method, Predicate<String> base) {
        this.method = method;
        this.base = base;
    }

    public AdapterMethod method() {
        return method;
    }

    @Override
    public Linear linear(ModelScope place, int in, int out, Initializer weight) {
        String path = place.path();
        var dense = new DenseLinear(place, in, out, weight);
        boolean ofBase = base.test(path + ".weight");
        if (ofBase) {
            places.add(path);
        }
        if (!method.targets().fit(path)) {
            return dense;
        }
        if (!ofBase) {
            passedOver.add(path);
            return dense;
        }
        adapted.add(path);
        AdaptedLinear layer = method.at(place, dense, in, out);
        layers.put(path, layer);
        return layer;
    }

    @Override
    public Residual residual(ModelScope place, int features) {
        String path = place.path();
        if (!method.ends().fit(path) || !base.test(path + ".weight")) {
            return Residual.PLAIN;
        }
        adapted.add(path);
        return method.behind(place, features);
    }

    @Override
    public Optional<LearnedRows> prompt(ModelScope encoder, int features) {
        return method.prompt(encoder, features);
    }

    @Override
    public Optional<LearnedRows> prefix(ModelScope encoder, int layers, int features) {
        return method.prefix(encoder, layers, features);
    }

    @Override
    public boolean isFrozen(String path) {
        return !isOwn(path) && base.test(path) && !method.trains(path);
    }

    /// Whether a parameter is one that the adapter has added.
    public boolean isOwn(String path) {
        if (path.equals(LearnedRows.NAME) || path.endsWith("." + LearnedRows.NAME)) {
            return true;
        }
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            if (adapted.contains(path.substring(0, dot))) {
                String rest = path.substring(dot + 1);
                return !rest.equals("weight") && !rest.equals("bias");
            }
        }
        return false;
    }

    /// Whether a parameter is trained whole, for it is no part of the base.
    public boolean isHead(String path) {
        return !isOwn(path) && !base.test(path);
    }

    /// The base's maps, by their places.
    public List<String> places() {
        return List.copyOf(places);
    }

    /// Places that the method means, but which are no part of the base and train themselves.
    public List<String> passedOver() {
        return List.copyOf(passedOver);
    }

    /// What the adapter stands at, once the model is made.
    public List<AdaptedLinear> layers() {
        return List.copyOf(layers.values());
    }

    /// What is done around the base's products, by their places, where that is all that the adapter does to the base: then texts of other
    /// adapters may share the products, see [MixedPlan].
    public Optional<Map<String, AroundProduct>> aroundProducts() {
        if (method.virtualTokens() > 0 || !method.ends().equals(Targets.NONE)) {
            return Optional.empty();
        }
        var around = new LinkedHashMap<String, AroundProduct>();
        for (Map.Entry<String, AdaptedLinear> layer : layers.entrySet()) {
            if (!(layer.getValue() instanceof AroundProduct product)) {
                return Optional.empty();
            }
            around.put(layer.getKey(), product);
        }
        return Optional.of(around);
    }

    /// Sets what starts from the base's values; see [AdaptedLinear#begin].
    public void begin(Workspace ws) {
        layers.values().forEach(layer -> layer.begin(ws));
    }

    /// @throws IllegalArgumentException if a target fits no place of the model that was made; it lists the names that would. Of the usual
    ///     targets, which are those of several families, one that fits is enough
    public void requireTargets() {
        Targets targets = method.targets();
        boolean usual = targets.equals(AdapterMethods.named(method.name()).targets());
        List<String> wrong = usual
                ? layers.isEmpty() ? targets.names() : List.of()
                : targets.names().stream().filter(name -> Targets.of(List.of(name)).namesOf(places).isEmpty()).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("%s: target %s fits no map of the base; there are %s".formatted(
                    method.name(), String.join(", ", wrong),
                    String.join(", ", places.stream().map(AdapterPlan::lastName).distinct().toList())));
        }
    }

    /// What a place is called in each layer: `attention.self.query` of `bert.encoder.layer.0.attention.self.query`.
    private static String lastName(String path) {
        return path.replaceFirst("^.*\\.\\d+\\.", "");
    }
}
