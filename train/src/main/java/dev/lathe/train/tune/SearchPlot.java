package dev.lathe.train.tune;

import dev.lathe.train.evaluate.Score;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// The course of a search as a picture: a dot a trial, and a line for the best so far. Scalable Vector Graphics 1.1.
///
/// @param result of a search with one trial at least; failed trials have no dot
public record SearchPlot(SearchResult result) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 30;
    private static final int BOTTOM = 50;
    private static final int TICKS = 4;

    /// The file's content.
    public byte[] toSvg() {
        List<Trial> seen = result.trials().stream()
                .filter(trial -> trial.standing().isPresent() && Double.isFinite(value(trial))).toList();
        var svg = new StringBuilder();
        add(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        if (!seen.isEmpty()) {
            draw(svg, seen);
        }
        return svg.append("</svg>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void draw(StringBuilder svg, List<Trial> seen) {
        double low = seen.stream().mapToDouble(SearchPlot::value).min().orElse(0);
        double high = seen.stream().mapToDouble(SearchPlot::value).max().orElse(1);
        double span = high > low ? high - low : 1;
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = low + span * tick / TICKS;
            add(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    LEFT, y(value, low, span), WIDTH - RIGHT, y(value, low, span));
            add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.4f</text>", LEFT - 8, y(value, low, span) + 4, value);
        }
        Score.Direction direction = seen.getFirst().standing().orElseThrow().headline().direction();
        var line = new StringBuilder();
        double best = Double.NaN;
        for (Trial trial : seen) {
            double value = value(trial);
            if (Double.isNaN(best) || (direction == Score.Direction.HIGHER_IS_BETTER ? value > best : value < best)) {
                best = value;
            }
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(trial), y(best, low, span)));
            add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#3b6ea5\"/>", x(trial), y(value, low, span));
        }
        add(svg, "<polyline points=\"%s\" fill=\"none\" stroke=\"#c0392b\" stroke-width=\"2\"/>", line.toString().strip());
        String name = seen.getFirst().standing().orElseThrow().headline().name();
        add(svg, "<text x=\"%d\" y=\"18\">%s on dev data; line: the best so far</text>", LEFT,
                name.replace("&", "&amp;").replace("<", "&lt;"));
        add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">trial (of %d)</text>", WIDTH / 2, HEIGHT - 12, result.trials().size());
    }

    private double x(Trial trial) {
        int last = Math.max(result.trials().getLast().number() - 1, 1);
        return LEFT + 10 + (WIDTH - LEFT - RIGHT - 20.0) * (trial.number() - 1) / last;
    }

    private static double y(double value, double low, double span) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / span;
    }

    private static double value(Trial trial) {
        return trial.standing().orElseThrow().headline().value();
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
