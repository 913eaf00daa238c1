package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.data.category.DefaultCategoryDataset;

/// All plots of the page.
final class Pictures {

    private static final int WIDTH = 960;
    private static final double MILLIS = 1e3;

    private final Results results;
    private final List<Line> lines;

    Pictures(Results results, List<Line> lines) {
        this.results = results;
        this.lines = lines;
    }

    List<Picture> all() {
        return List.of(
                new Picture("performance-ratios.png", WIDTH, 1300, List.of(ratios())),
                new Picture("performance-products.png", WIDTH, 1100, List.of(products())),
                new Picture("performance-training.png", WIDTH, 320,
                        List.of(steps("BERT-base", "bert-base"), steps("MiniLM", "minilm"))),
                new Picture("performance-tokens.png", WIDTH, 420, List.of(tokens())),
                new Picture("performance-inference.png", WIDTH, 620, List.of(inference())));
    }

    private JFreeChart ratios() {
        var bars = new Bars("Lathe over its peers: time, or memory where it says so", "ratio, below 1 Lathe takes less").line(1, "");
        lines.stream().filter(Line::isMeasured).forEach(line -> bars.add("Lathe",
                (line.row().work() + " / " + line.row().peer()).replace("`", ""), line.ratios()));
        return bars.byRatio();
    }

    private JFreeChart products() {
        List<Measurement> products = results.latest(m -> m.threads() == 2 && m.has("openblas")
                && m.work().matches("\\S+ (attention|intermediate|output) \\d{3,}x.*"));
        var bars = new Bars("Matrix products of a training step, 2 threads", "GFLOP/s, more is better");
        for (Measurement m : products) {
            bars.add("Lathe", m.work(), speed(m, m.engines().indexOf("lathe")));
            bars.add("OpenBLAS", m.work(), speed(m, m.engines().indexOf("openblas")));
            bars.add("oneDNN, the faster of two ways", m.work(), speed(m, m.best("onednn")));
        }
        if (!products.isEmpty()) {
            bars.line(Spread.of(products.stream().mapToDouble(Measurement::peakGigaflops).toArray()).median(), "peak");
        }
        return bars.byEngine();
    }

    private static Spread speed(Measurement measurement, int engine) {
        Spread seconds = measurement.taken(engine);
        return new Spread(measurement.gigaflop() / seconds.max(), measurement.gigaflopsPerSecond(engine),
                measurement.gigaflop() / seconds.min());
    }

    private JFreeChart steps(String title, String label) {
        var bars = new Bars(title + ", training step of 16 x 128", "seconds, less is better");
        for (Measurement m : results.latest(m -> m.work().startsWith(label + "/16x128/") && m.has("lathe") && m.has("libtorch"))) {
            String dropout = "dropout " + m.work().substring(m.work().lastIndexOf('/') + 1);
            bars.add("Lathe", dropout, m.taken(m.engines().indexOf("lathe")));
            bars.add("libtorch", dropout, m.taken(m.engines().indexOf("libtorch")));
            if (m.has("libtorch-fastest")) {
                bars.add("libtorch, tuned by hand", dropout, m.taken(m.engines().indexOf("libtorch-fastest")));
            }
        }
        return bars.byEngine();
    }

    private JFreeChart inference() {
        var bars = new Bars("all-MiniLM-L6-v2, time of a sentence in batches of sentences x tokens",
                "milliseconds, less is better");
        for (Measurement m : results.latest(m -> m.work().matches("\\d+x\\d+") && m.has("lathe") && m.has("onnxruntime"))) {
            int sentences = Integer.parseInt(m.work().substring(0, m.work().indexOf('x')));
            String work = "%s, %d thread%s".formatted(m.work().replace("x", " x "), m.threads(), m.threads() == 1 ? "" : "s");
            for (String engine : List.of("lathe", "onnxruntime")) {
                Spread seconds = m.taken(m.engines().indexOf(engine));
                double unit = MILLIS / sentences;
                bars.add(engine.equals("lathe") ? "Lathe" : "ONNX Runtime", work,
                        new Spread(unit * seconds.min(), unit * seconds.median(), unit * seconds.max()));
            }
        }
        return bars.byEngine();
    }

    private JFreeChart tokens() {
        var costs = new DefaultCategoryDataset();
        record Cost(int tokens, String model, double ratio) {}

        var all = new ArrayList<Cost>();
        for (Measurement m : results.latest(m -> m.work().contains(", training step of "))) {
            for (int engine = 0; engine < m.engines().size(); engine++) {
                String size = m.engines().get(engine);
                all.add(new Cost(Integer.parseInt(size.substring(size.indexOf('x') + 1)),
                        m.work().startsWith("minilm") ? "MiniLM" : "BERT-base",
                        engine == 0 ? 1 : m.ratio(engine, 0).median()));
            }
        }
        all.sort(Comparator.comparingInt(Cost::tokens));
        all.forEach(cost -> costs.addValue(cost.ratio(), cost.model(), Integer.toString(cost.tokens())));
        JFreeChart chart = ChartFactory.createLineChart("Cost of a token in a training step by the length of its sequence",
                "tokens of each sequence, as many in all", "time over that in sequences of 128", costs,
                PlotOrientation.VERTICAL, !all.isEmpty(), false, false);
        Look.apply(chart);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.getRangeAxis().setRange(0, 1.2 * all.stream().mapToDouble(Cost::ratio).max().orElse(1));
        plot.addRangeMarker(Look.line(1, ""));
        var renderer = new LineAndShapeRenderer(true, true);
        for (int series = 0; series < costs.getRowCount(); series++) {
            renderer.setSeriesPaint(series, Look.series(series));
            renderer.setSeriesStroke(series, new BasicStroke(2));
        }
        plot.setRenderer(renderer);
        return chart;
    }
}
