package dev.lathe.serve.api;

import java.util.ArrayList;
import java.util.List;

/// What became of one request, for the audit log: who asked which model, and what it decided. For one thread.
final class Deed {
    private final List<String> decision = new ArrayList<>();
    private String who = "";
    private String model = "";

    void by(String name) {
        who = name;
    }

    void with(String name) {
        model = name;
    }

    /// One for each input; never a part of a text.
    void decided(List<String> labels) {
        decision.addAll(labels);
    }

    String who() {
        return who;
    }

    String model() {
        return model;
    }

    List<String> decision() {
        return List.copyOf(decision);
    }
}
