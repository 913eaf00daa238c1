package dev.lathe.train.page;

import dev.lathe.train.data.Example;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.calibration.PrecisionRecall;
import dev.lathe.train.evaluate.calibration.Reliability;
import dev.lathe.train.evaluate.calibration.ScoredClasses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// What a model does with the examples of one set.
///
/// @param examples of the set, in their order
record ResultSection(Evaluation evaluation, List<? extends Example> examples, boolean texts) {
    /// So many classes have curves of their own; the ones with most examples.
    private static final int MOST_CURVES = 6;
    private static final double[] UNIT = {0, 1};

    Html cards() {
        Html html = new Html().open("div", "class", "card").element("h3", "Report").open("div", "class", "scroll")
                .element("pre", evaluation.toText()).close("div").close("div");
        evaluation.outcomes().scored().ifPresent(scored -> {
            html.add(ConfusionTable.of(scored).card());
            html.add(reliability(scored));
            html.add(precisionRecall(scored));
        });
        if (hasNumbers()) {
            html.add(numbers());
        }
        return html;
    }

    WorstErrors errors() {
        return new WorstErrors(examples, evaluation.outcomes(), texts);
    }

    private static Html reliability(ScoredClasses scored) {
        Reliability found = Reliability.of(scored);
        return Plot.of("Reliability: expected calibration error %s".formatted(Figures.of(found.expectedCalibrationError())),
                "how sure (mean probability of the answers)", "how often right",
                List.of(new Series("as sure as right", UNIT, UNIT, Series.Form.GUIDE),
                        new Series("answers", found.bins().stream().mapToDouble(Reliability.Bin::confidence).toArray(),
                                found.bins().stream().mapToDouble(Reliability.Bin::accuracy).toArray(), Series.Form.DOTTED_CURVE))).card();
    }

    private static Html precisionRecall(ScoredClasses scored) {
        var counts = new long[scored.classes()];
        for (int i = 0; i < scored.size(); i++) {
            counts[scored.gold(i)]++;
        }
        List<Integer> shown = IntStream.range(0, counts.length).boxed().filter(label -> counts[label] > 0)
                .sorted(Comparator.comparingLong((Integer label) -> counts[label]).reversed()).limit(MOST_CURVES).toList();
        var curves = new ArrayList<Series>();
        for (int label : shown) {
            PrecisionRecall one = PrecisionRecall.of(scored, label);
            curves.add(new Series("%s, AP %s".formatted(scored.names().get(label), Figures.of(one.averagePrecision())),
                    one.points().stream().mapToDouble(PrecisionRecall.Point::recall).toArray(),
                    one.points().stream().mapToDouble(PrecisionRecall.Point::precision).toArray(), Series.Form.CURVE));
        }
        return Plot.of(shown.size() < counts.length ? "Precision and recall of the most frequent labels" : "Precision and recall",
                "recall", "precision", curves).card();
    }

    private boolean hasNumbers() {
        List<?> predicted = evaluation.outcomes().predicted();
        return predicted.size() == examples.size() && predicted.stream().allMatch(Number.class::isInstance)
                && examples.stream().allMatch(example -> example.gold().orElse("") instanceof Number);
    }

    private Html numbers() {
        double[] gold = examples.stream().mapToDouble(example -> number(example.gold().orElseThrow())).toArray();
        double[] predicted = evaluation.outcomes().predicted().stream().mapToDouble(ResultSection::number).toArray();
        double[] ends = {DoubleStream.of(gold).min().orElseThrow(), DoubleStream.of(gold).max().orElseThrow()};
        return Plot.of("True and predicted", "true", "predicted", List.of(
                new Series("the same", ends, ends, Series.Form.GUIDE), new Series("examples", gold, predicted, Series.Form.DOTS))).card();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
