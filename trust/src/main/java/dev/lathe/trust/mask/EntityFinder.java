package dev.lathe.trust.mask;

import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.TokenClassifier;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// Entities that a model finds, such as names of people, which no pattern knows.
public final class EntityFinder implements Finder {
    private final Function<String, List<Entity>> model;
    private final Set<String> types;
    private final double least;

    private EntityFinder(Function<String, List<Entity>> model, Set<String> types, double least) {
        this.model = model;
        this.types = Set.copyOf(types);
        this.least = least;
    }

    /// @param model stays the caller's to close
    /// @param types of entities that are meant, as its labels name them; all if empty
    /// @param least score, 0 to 1, from which on an entity is meant
    /// @throws IllegalArgumentException if the score is no probability
    public static EntityFinder of(TokenClassifier model, Set<String> types, double least) {
        return of(model::predict, types, least);
    }

    static EntityFinder of(Function<String, List<Entity>> model, Set<String> types, double least) {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("entities: least score %s: must be 0 to 1".formatted(least));
        }
        return new EntityFinder(model, types, least);
    }

    @Override
    public List<Span> find(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        try {
            return model.apply(text).stream()
                    .filter(entity -> entity.score() >= least && entity.end() > entity.start())
                    .filter(entity -> types.isEmpty() || types.contains(entity.type()))
                    .map(entity -> new Span(entity.type().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_"), entity.start(), entity.end()))
                    .toList();
        } catch (CompletionException | CancellationException | IllegalArgumentException e) {
            throw new MaskException("mask: the model of entities could not read this text");
        }
    }
}
