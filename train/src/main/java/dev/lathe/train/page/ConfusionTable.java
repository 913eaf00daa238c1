package dev.lathe.train.page;

import dev.lathe.train.evaluate.calibration.ScoredClasses;
import dev.lathe.train.evaluate.score.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A confusion matrix as a table: whole if it is small, else what is confused most.
///
/// @param matrix the counts
/// @param names of the classes, by their ids
record ConfusionTable(ConfusionMatrix matrix, List<String> names) {
    private static final int MOST_CLASSES = 25;
    private static final int WORST = 25;

    static ConfusionTable of(ScoredClasses scored) {
        var gold = new int[scored.size()];
        var predicted = new int[scored.size()];
        for (int i = 0; i < gold.length; i++) {
            gold[i] = scored.gold(i);
            predicted[i] = scored.best(i);
        }
        return new ConfusionTable(ConfusionMatrix.of(gold, predicted, scored.classes()), scored.names());
    }

    private record Confusion(String gold, String predicted, long count) {}

    Html card() {
        Html html = new Html().open("div", "class", "card").element("h3", "Confusions").open("div", "class", "scroll");
        return html.add(names.size() <= MOST_CLASSES ? whole() : worst()).close("div").close("div");
    }

    private Html whole() {
        Html html = new Html().open("table").open("tr").element("th", "true \\ predicted", "scope", "col");
        names.forEach(name -> html.element("th", name, "scope", "col", "class", "n"));
        html.close("tr");
        for (int gold = 0; gold < names.size(); gold++) {
            html.open("tr").element("th", names.get(gold), "scope", "row");
            for (int predicted = 0; predicted < names.size(); predicted++) {
                long count = matrix.count(gold, predicted);
                // No more than what keeps the number legible.
                double share = matrix.goldCount(gold) == 0 ? 0 : 0.75 * count / matrix.goldCount(gold);
                html.element("td", Figures.count(count), "class", gold == predicted ? "hit" : "miss", "style", "--share:" + Figures.percent(share));
            }
            html.close("tr");
        }
        return html.close("table");
    }

    private Html worst() {
        var confusions = new ArrayList<Confusion>();
        for (int gold = 0; gold < names.size(); gold++) {
            for (int predicted = 0; predicted < names.size(); predicted++) {
                if (gold != predicted && matrix.count(gold, predicted) > 0) {
                    confusions.add(new Confusion(names.get(gold), names.get(predicted), matrix.count(gold, predicted)));
                }
            }
        }
        confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
        Html html = new Html().element("p", "Of %d labels; the %d that are confused most.".formatted(names.size(), Math.min(WORST, confusions.size())), "class", "dim");
        html.open("table").open("tr").element("th", "true", "scope", "col").element("th", "taken for", "scope", "col")
                .element("th", "how often", "scope", "col", "class", "n").close("tr");
        confusions.stream().limit(WORST).forEach(one -> html.open("tr").element("td", one.gold).element("td", one.predicted)
                .element("td", Figures.count(one.count), "class", "n").close("tr"));
        return html.close("table");
    }
}
