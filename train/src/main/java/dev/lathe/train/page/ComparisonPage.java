package dev.lathe.train.page;

import dev.lathe.train.history.RunComparison;
import dev.lathe.train.history.RunComparison.Row;
import dev.lathe.train.history.RunCourse;
import dev.lathe.train.history.RunCourse.Evaluated;
import dev.lathe.train.history.RunCourse.Step;
import dev.lathe.train.history.RunSummary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The page of several runs side by side.
///
/// @param comparison what is held against each other
/// @param courses of the runs, in the same order
public record ComparisonPage(RunComparison comparison, List<RunCourse> courses) {
    private static final String STEPS = "optimiser steps";

    /// The whole page.
    @Override
    public String toString() {
        List<String> names = comparison.runs().stream().map(RunSummary::name).toList();
        Html body = new Html().element("h1", "Comparison of runs").element("p", String.join(", ", names), "class", "dim");
        comparison.doubt().ifPresent(doubt -> body.element("p", "Beware: " + doubt + "."));
        for (String group : List.of("settings", "scores", "cost")) {
            List<Row> rows = comparison.rows().stream().filter(row -> row.group().equals(group)).toList();
            if (!rows.isEmpty()) {
                body.element("h2", heading(group)).add(table(names, rows));
            }
        }
        body.element("h2", "Course").open("div", "class", "grid").add(Plot.of("Training loss", STEPS, "loss",
                series(names, course -> Series.curve("", course.steps(), Step::step, Step::loss))).card());
        body.add(Plot.of("Learning rate", STEPS, "learning rate",
                series(names, course -> Series.curve("", course.steps(), Step::step, Step::rate))).card());
        for (String key : devScores()) {
            body.add(Plot.of(Figures.scoreName(key) + " on the dev set", STEPS, Figures.scoreName(key), series(names, course -> Series.curve("", course.of("dev"), Evaluated::step,
                    one -> key.equals("loss") ? one.loss() : one.scores().getOrDefault(key, Double.NaN)))).card());
        }
        return Document.of("Comparison of runs", body.close("div"));
    }

    private static String heading(String group) {
        return switch (group) {
            case "settings" -> "Settings that differ";
            case "scores" -> "Scores, with intervals where there are any";
            default -> "What it took";
        };
    }

    private static Html table(List<String> names, List<Row> rows) {
        Html html = new Html().open("div", "class", "scroll").open("table").open("tr").element("th", "", "scope", "col");
        names.forEach(name -> html.element("th", name, "scope", "col"));
        html.close("tr");
        for (Row row : rows) {
            html.open("tr").element("th", row.name(), "scope", "row");
            row.cells().forEach(cell -> html.element("td", cell));
            html.close("tr");
        }
        return html.close("table").close("div");
    }

    private Set<String> devScores() {
        var keys = new LinkedHashSet<String>();
        for (RunCourse course : courses) {
            course.of("dev").forEach(one -> {
                keys.add("loss");
                keys.addAll(one.scores().keySet());
            });
        }
        return keys;
    }

    /// What is drawn of one run.
    private interface Drawing {
        Series of(RunCourse course);
    }

    private List<Series> series(List<String> names, Drawing drawing) {
        var all = new ArrayList<Series>();
        for (int i = 0; i < names.size(); i++) {
            Series one = drawing.of(courses.get(i));
            all.add(new Series(names.get(i), one.x(), one.y(), one.form()));
        }
        return all;
    }
}
