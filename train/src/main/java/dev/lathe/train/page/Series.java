package dev.lathe.train.page;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Values of one kind in a plot. Treat its arrays as read-only.
///
/// @param name for the legend
/// @param x along the plot
/// @param y up the plot, as many
/// @param form how they are drawn
record Series(String name, double[] x, double[] y, Form form) {
    private static final int MOST_POINTS = 400;

    /// How values are drawn.
    enum Form {
        /// Joined.
        CURVE,
        /// Joined, each with a dot: there are few.
        DOTTED_CURVE,
        /// Each by itself.
        DOTS,
        /// Dashed, to hold others against; not in the legend.
        GUIDE
    }

    static <T> Series curve(String name, List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
        double[] along = points.stream().mapToDouble(x).toArray();
        return new Series(name, along, points.stream().mapToDouble(y).toArray(), along.length > 40 ? Form.CURVE : Form.DOTTED_CURVE);
    }

    /// How many neighbours each point of [#drawn] is the mean of.
    int thinning() {
        return form == Form.DOTS ? 1 : (x.length - 1) / MOST_POINTS + 1;
    }

    /// The same, with means of neighbours in the place of more points than can be seen.
    Series drawn() {
        int size = thinning();
        if (size == 1) {
            return this;
        }
        int count = (x.length - 1) / size + 1;
        var along = new double[count];
        var up = new double[count];
        for (int i = 0; i < count; i++) {
            int to = Math.min(x.length, (i + 1) * size);
            along[i] = Arrays.stream(x, i * size, to).average().orElseThrow();
            up[i] = Arrays.stream(y, i * size, to).average().orElseThrow();
        }
        return new Series(name, along, up, form);
    }
}
