package dev.lathe.train.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A plot as a card of a page: a heading, the drawing as SVG, a legend, and the numbers as a table for whoever cannot see it.
///
/// @param title what it shows
/// @param along name and unit of what lies along it
/// @param up name and unit of what lies up it
/// @param logarithmic whether values up it are in powers of ten
/// @param byDepth whether the series are of layers, whose colours go from one end of a scale to the other
record Plot(String title, String along, String up, List<Series> series, boolean logarithmic, boolean byDepth) {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 260;
    private static final int LEFT = 56;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 36;
    private static final int COLOURS = 6;
    private static final int MOST_ROWS = 50;
    private static final int FIRST_HUE = 220;
    private static final int HUES = 200;

    static Plot of(String title, String along, String up, List<Series> series) {
        return new Plot(title, along, up, series, false, false);
    }

    Html card() {
        Html html = new Html().open("div", "class", "card").element("h3", title);
        html.add(drawing());
        if (series.stream().filter(one -> one.form() != Series.Form.GUIDE).count() > 1) {
            html.add(legend());
        }
        int thinning = series.stream().mapToInt(Series::thinning).max().orElse(1);
        if (thinning > 1) {
            html.element("p", "Each point is the mean of %d.".formatted(thinning), "class", "dim");
        }
        return html.add(table()).close("div");
    }

    private Html drawing() {
        Axis x = Axis.along(series.stream().map(Series::x).toList());
        Axis y = Axis.around(series.stream().map(Series::y).toList(), logarithmic);
        Html svg = new Html().open("svg", "viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT), "role", "img", "aria-label", title);
        svg.element("title", title).element("desc", "%s against %s; the numbers are in the table below.".formatted(up, along));
        for (double tick : x.ticks()) {
            svg.open("line", "class", "axis", "x1", x(x, tick), "x2", x(x, tick), "y1", TOP, "y2", HEIGHT - BOTTOM).close("line");
            svg.element("text", Figures.of(tick), "x", x(x, tick), "y", HEIGHT - BOTTOM + 14, "text-anchor", "middle");
        }
        for (double tick : y.ticks()) {
            svg.open("line", "class", "axis", "x1", LEFT, "x2", WIDTH - RIGHT, "y1", y(y, tick), "y2", y(y, tick)).close("line");
            svg.element("text", Figures.of(tick), "x", LEFT - 6, "y", y(y, tick), "dy", "0.32em", "text-anchor", "end");
        }
        svg.element("text", along, "x", (LEFT + WIDTH - RIGHT) / 2, "y", HEIGHT - 4, "text-anchor", "middle");
        for (int i = 0; i < series.size(); i++) {
            draw(svg, series.get(i).drawn(), colour(i), x, y);
        }
        return svg.close("svg");
    }

    private static void draw(Html svg, Series one, String colour, Axis x, Axis y) {
        if (one.form() != Series.Form.DOTS) {
            String path = path(one, x, y);
            if (one.form() == Series.Form.GUIDE) {
                svg.open("path", "class", "guide", "d", path).close("path");
            } else {
                svg.open("path", "class", "curve", "style", "stroke:" + colour, "d", path).close("path");
            }
        }
        if (one.form() == Series.Form.DOTS || one.form() == Series.Form.DOTTED_CURVE) {
            for (int i = 0; i < one.x().length; i++) {
                if (x.holds(one.x()[i]) && y.holds(one.y()[i])) {
                    svg.open("circle", "class", "dot", "style", "fill:" + colour, "cx", x(x, one.x()[i]), "cy", y(y, one.y()[i]),
                            "r", one.form() == Series.Form.DOTS ? 2 : 3).close("circle");
                }
            }
        }
    }

    /// What is no number is a gap.
    private static String path(Series one, Axis x, Axis y) {
        var path = new StringBuilder();
        boolean begins = true;
        for (int i = 0; i < one.x().length; i++) {
            if (x.holds(one.x()[i]) && y.holds(one.y()[i])) {
                path.append(begins ? 'M' : 'L').append(x(x, one.x()[i])).append(' ').append(y(y, one.y()[i]));
                begins = false;
            } else {
                begins = true;
            }
        }
        return path.toString();
    }

    private static String x(Axis axis, double value) {
        return coordinate(LEFT + axis.place(value) * (WIDTH - LEFT - RIGHT));
    }

    private static String y(Axis axis, double value) {
        return coordinate(HEIGHT - BOTTOM - axis.place(value) * (HEIGHT - TOP - BOTTOM));
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private String colour(int i) {
        return byDepth
                ? "hsl(%d 62%% 52%%)".formatted(FIRST_HUE + (series.size() == 1 ? 0 : i * HUES / (series.size() - 1)))
                : "var(--s%d)".formatted(i % COLOURS);
    }

    private Html legend() {
        Html html = new Html().open("ul", "class", "legend");
        for (int i = 0; i < series.size(); i++) {
            if (series.get(i).form() != Series.Form.GUIDE) {
                html.open("li").open("span", "class", "key", "style", "background:" + colour(i)).close("span")
                        .text(series.get(i).name()).close("li");
            }
        }
        return html.close("ul");
    }

    /// A row of each value along the plot, or of some of them if there are many.
    private Html table() {
        List<Series> shown = series.stream().filter(one -> one.form() != Series.Form.GUIDE).toList();
        Html html = new Html().open("details").element("summary", "Numbers").open("div", "class", "scroll").open("table");
        html.open("tr").element("th", along, "scope", "col", "class", "n");
        shown.forEach(one -> html.element("th", shown.size() == 1 ? up : one.name(), "scope", "col", "class", "n"));
        html.close("tr");
        double[] all = shown.stream().flatMapToDouble(one -> Arrays.stream(one.x())).distinct().sorted().toArray();
        int step = Math.max(1, (all.length - 1) / MOST_ROWS + 1);
        for (int i = 0; i < all.length; i++) {
            if (i % step == 0 || i == all.length - 1) {
                double at = all[i];
                html.open("tr").element("td", Figures.of(at), "class", "n");
                shown.forEach(one -> html.element("td", at(one, at), "class", "n"));
                html.close("tr");
            }
        }
        return html.close("table").close("div").close("details");
    }

    private static String at(Series one, double x) {
        for (int i = 0; i < one.x().length; i++) {
            if (one.x()[i] == x) {
                return Figures.of(one.y()[i]);
            }
        }
        return "";
    }
}
