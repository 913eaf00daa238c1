package dev.lathe.train.page;

import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.train.data.Example;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.score.ConfidenceInterval;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.history.RunCourse;
import dev.lathe.train.history.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The page of one run: `report.html` in its model directory.
///
/// @param name of the model
/// @param summary what it was started with, and what it took
/// @param course its steps and evaluations
/// @param data facts of each set
/// @param evaluation of the set that the run is judged by; empty if there was none
/// @param examples of that set, in their order
/// @param texts whether errors are shown with their texts
public record RunPage(
        String name, RunSummary summary, RunCourse course, List<DataFacts> data, Optional<Evaluation> evaluation,
        List<? extends Example> examples, boolean texts) {
    /// The file's name.
    public static final String NAME = "report.html";

    private static final double BYTES_PER_MEBIBYTE = 1 << 20;
    private static final String SECONDS = "_seconds";
    private static final String BYTES = "_bytes";

    /// Writes the page into a directory.
    public void write(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        NamedWriting.of(file, () -> Files.writeString(file, toString()));
    }

    /// The whole page.
    @Override
    public String toString() {
        Html body = new Html().element("h1", name)
                .element("p", "%s, from %s".formatted(summary.settings().get("task"), summary.settings().get("base_model")), "class", "dim");
        body.add(tiles());
        var steps = new CourseSection(course);
        section(body, "Course", steps.cards());
        if (steps.hasLayers()) {
            section(body, "Layers", steps.layerCards());
        }
        evaluation.ifPresent(found -> {
            var result = new ResultSection(found, examples, texts);
            section(body, "Result on the %s set".formatted(summary.evaluated().replaceFirst(",.*", "")), result.cards(),
                    result.errors().known() ? result.errors().card() : new Html());
        });
        var facts = new Html();
        data.forEach(set -> facts.add(set.card()));
        section(body, "Data", facts);
        section(body, "Time and memory", new Html().add(time()).add(memory()));
        section(body, "Settings", settings());
        return Document.of(name, body);
    }

    private static void section(Html body, String title, Html cards) {
        section(body, title, cards, new Html());
    }

    /// @param wide a card below the others, as wide as the page
    private static void section(Html body, String title, Html cards, Html wide) {
        body.open("section").element("h2", title).open("div", "class", "grid").add(cards).close("div").add(wide).close("section");
    }

    private Html tiles() {
        Html html = new Html().open("div", "class", "tiles");
        evaluation.ifPresent(found -> {
            Optional<ConfidenceInterval> interval = found.interval(found.headline().key());
            // As the report prints them: 0.4000, not 0.4.
            tile(html, found.headline().name(), FixedPoint.of(found.headline().value(), 4), interval.map(one -> "%d %% interval %s to %s".formatted(
                    Math.round(one.level() * 100), FixedPoint.of(one.low(), 4), FixedPoint.of(one.high(), 4))).orElse(""));
        });
        Optional.ofNullable(summary.scores().get("loss")).ifPresent(loss -> tile(html, "Loss", Figures.of(loss.value()), summary.evaluated().replaceFirst(",[^,]*$", "")));
        cost("seconds").ifPresent(seconds -> tile(html, "Time", String.format(Locale.ROOT, "%,.1f s", seconds),
                "%s tokens a second".formatted(cost("tokens_per_second").map(Figures::of).orElse("–"))));
        cost("parameters").ifPresent(count -> tile(html, "Parameters trained", Figures.count(count.longValue()), ""));
        return html.close("div");
    }

    private static void tile(Html html, String name, String value, String more) {
        html.open("div", "class", "card").element("div", name, "class", "dim").element("div", value, "class", "big")
                .element("div", more, "class", "dim").close("div");
    }

    private Optional<Double> cost(String name) {
        return Optional.ofNullable(summary.cost().get(name));
    }

    private Html time() {
        var bars = new Bars("part", "seconds");
        double rest = cost("seconds").orElse(0.0);
        for (Map.Entry<String, Double> part : summary.cost().entrySet()) {
            if (part.getKey().endsWith(SECONDS)) {
                rest -= part.getValue();
                bars.bar(part.getKey().replace(SECONDS, ""), part.getValue(), String.format(Locale.ROOT, "%,.1f", part.getValue()));
            }
        }
        bars.bar("the rest", Math.max(0, rest), String.format(Locale.ROOT, "%,.1f", Math.max(0, rest)));
        return new Html().open("div", "class", "card").element("h3", "Time").add(bars.table()).close("div");
    }

    private Html memory() {
        var bars = new Bars("of", "MiB");
        for (Map.Entry<String, Double> part : summary.cost().entrySet()) {
            if (part.getKey().endsWith(BYTES)) {
                bars.bar(part.getKey().replace(BYTES, "").replace("process_peak", "the whole process, at most"), part.getValue(),
                        String.format(Locale.ROOT, "%,.1f", part.getValue() / BYTES_PER_MEBIBYTE));
            }
        }
        return new Html().open("div", "class", "card").element("h3", "Memory").add(bars.table()).close("div");
    }

    private Html settings() {
        Html html = new Html().open("div", "class", "card").open("div", "class", "scroll").open("table");
        summary.settings().forEach((setting, value) ->
                html.open("tr").element("th", setting, "scope", "row").element("td", value).close("tr"));
        return html.close("table").close("div").close("div");
    }
}
