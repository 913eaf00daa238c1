package dev.lathe.train.page;

import dev.lathe.train.data.Example;
import dev.lathe.train.data.tags.EntityErrors;
import dev.lathe.train.evaluate.Outcomes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The examples that a model gets most wrong: those of whose wrong class it is surest, those whose number is furthest off, those with
/// most wrong tags.
///
/// @param examples those that were evaluated, in their order
/// @param outcomes what was made of each
/// @param texts whether to show what they say
record WorstErrors(List<? extends Example> examples, Outcomes outcomes, boolean texts) {
    private static final int MOST = 20;
    private static final int LONGEST = 1000;

    private record Error(int row, double wrongness, String how) {}

    /// Whether anything is known of single examples.
    boolean known() {
        return outcomes.predicted().size() == examples.size();
    }

    Html card() {
        List<Error> errors = errors();
        Html html = new Html().open("div", "class", "card").element("h3", "Worst errors");
        if (errors.isEmpty()) {
            return html.element("p", "None.").close("div");
        }
        html.open("div", "class", "scroll").open("table").open("tr");
        for (String heading : List.of("row", "how wrong", "true", "predicted")) {
            html.element("th", heading, "scope", "col");
        }
        (texts ? html.element("th", "text", "scope", "col") : html).close("tr");
        for (Error error : errors) {
            Example example = examples.get(error.row);
            boolean says = texts || !example.classes().isEmpty() || example.gold().orElse("") instanceof Number;
            Object predicted = outcomes.predicted().get(error.row);
            Optional<EntityErrors> entities = EntityErrors.of(example, predicted);
            String right = entities.map(wrong -> places(wrong.missed())).orElseGet(() -> words(example.gold().orElse("")));
            String said = entities.map(wrong -> places(wrong.invented())).orElseGet(() -> words(predicted));
            html.open("tr").element("td", error.row + 1 + example.rowId().map(id -> " (" + id + ")").orElse(""))
                    .element("td", error.how)
                    .element("td", says ? right : "not shown", "class", "text")
                    .element("td", says ? said : "not shown", "class", "text");
            (texts ? html.element("td", cut(String.join(example.texts().size() > 2 ? " " : "\n", example.texts())), "class", "text") : html).close("tr");
        }
        html.close("table").close("div");
        return (texts ? html : html.element("p", "The texts are shown with --show-texts.", "class", "dim")).close("div");
    }

    private List<Error> errors() {
        return IntStream.range(0, examples.size())
                .filter(i -> outcomes.right().isEmpty() || !outcomes.right().get(i))
                .mapToObj(this::error).sorted(Comparator.comparingDouble(Error::wrongness).reversed()).limit(MOST).toList();
    }

    private Error error(int i) {
        Object gold = examples.get(i).gold().orElse("");
        Object predicted = outcomes.predicted().get(i);
        if (outcomes.scored().filter(scored -> scored.size() == examples.size()).isPresent()) {
            double[] p = outcomes.scored().get().probabilities(i);
            double sure = p[outcomes.scored().get().best(i)];
            return new Error(i, sure, "sure by " + Figures.percent(sure));
        }
        if (gold instanceof Number right && predicted instanceof Number said) {
            double off = Math.abs(said.doubleValue() - right.doubleValue());
            return new Error(i, off, "off by " + Figures.of(off));
        }
        if (gold instanceof List<?> right && predicted instanceof List<?> said && right.size() == said.size() && !right.isEmpty()) {
            long wrong = IntStream.range(0, right.size()).filter(tag -> !right.get(tag).equals(said.get(tag))).count();
            return new Error(i, wrong, "%d of %d".formatted(wrong, right.size()));
        }
        return new Error(i, 0, "");
    }

    private static String words(Object value) {
        return switch (value) {
            case Number number -> Figures.of(number.doubleValue());
            case List<?> several -> cut(String.join(" ", several.stream().map(Object::toString).toList()));
            case Object text -> cut(text.toString());
        };
    }

    /// Entities that differ, a line each: their tokens are texts, and shown as such only.
    private String places(List<EntityErrors.Place> places) {
        return places.isEmpty() ? "nothing else" : cut(places.stream().map(place -> texts ? place.type() + ": " + place.text()
                : "%s, tokens %d to %d".formatted(place.type(), place.first() + 1, place.last() + 1)).collect(Collectors.joining("\n")));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
