package dev.lathe.train.page;

import dev.lathe.train.history.RunCourse;
import dev.lathe.train.history.RunCourse.Evaluated;
import dev.lathe.train.history.RunCourse.LayerPoint;
import dev.lathe.train.history.RunCourse.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How a training went, step by step.
record CourseSection(RunCourse course) {
    private static final String STEPS = "optimiser steps";

    Html cards() {
        Html html = new Html();
        var losses = new ArrayList<Series>(List.of(Series.curve("training, each step", course.steps(), Step::step, Step::loss)));
        for (String split : List.of("train", "dev", "test")) {
            List<Evaluated> found = course.of(split);
            if (!found.isEmpty()) {
                losses.add(Series.curve(split.equals("train") ? "training, each epoch" : split, found, Evaluated::step, Evaluated::loss));
            }
        }
        html.add(Plot.of("Loss", STEPS, "loss", losses).card());
        for (String split : List.of("dev", "test")) {
            List<Evaluated> found = course.of(split);
            if (!found.isEmpty() && (found.size() > 1 || split.equals("dev"))) {
                html.add(scores(split, found));
            }
        }
        html.add(Plot.of("Learning rate", STEPS, "learning rate",
                List.of(Series.curve("learning rate", course.steps(), Step::step, Step::rate))).card());
        html.add(Plot.of("Norm of the gradients, before clipping", STEPS, "norm",
                List.of(Series.curve("norm", course.steps(), Step::step, Step::gradNorm))).card());
        return html.add(Plot.of("Speed", STEPS, "tokens per second",
                List.of(Series.curve("tokens per second", course.steps(), Step::step, Step::tokensPerSecond))).card());
    }

    private static Html scores(String split, List<Evaluated> found) {
        return Plot.of("Scores on the " + split + " set", STEPS, "score", found.getFirst().scores().keySet().stream()
                .map(key -> Series.curve(Figures.scoreName(key), found, Evaluated::step, one -> one.scores().getOrDefault(key, Double.NaN))).toList()).card();
    }

    /// Whether anyone looked at the layers.
    boolean hasLayers() {
        return !course.layers().isEmpty();
    }

    Html layerCards() {
        return new Html()
                .add(layers("Norm of the gradients of each layer, before clipping", "norm", LayerPoint::gradNorm))
                .add(layers("How far a step moves each layer, as a share of its weights", "norm of the update / norm of the weights", LayerPoint::updateRatio));
    }

    private Html layers(String title, String up, ToDoubleFunction<LayerPoint> value) {
        List<Series> series = course.layers().entrySet().stream()
                .map(layer -> Series.curve(layer.getKey(), layer.getValue(), LayerPoint::step, value)).toList();
        return new Plot(title, STEPS, up, series, true, true).card();
    }
}
