package dev.lathe.serve.api;

import dev.lathe.serve.model.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What became of one request, for the audit log: who asked which model, and what it decided. For one thread.
final class Deed {
    private final List<String> decision = new ArrayList<>();
    private String who = "";
    private Optional<ServedModel> model = Optional.empty();

    void by(String name) {
        who = name;
    }

    void with(ServedModel asked) {
        model = Optional.of(asked);
    }

    /// One for each input; never a part of a text.
    void decided(List<String> labels) {
        decision.addAll(labels);
    }

    String who() {
        return who;
    }

    Optional<ServedModel> model() {
        return model;
    }

    /// Its name; empty if none was asked.
    String modelName() {
        return model.map(asked -> asked.facts().name()).orElse("");
    }

    List<String> decision() {
        return List.copyOf(decision);
    }
}
