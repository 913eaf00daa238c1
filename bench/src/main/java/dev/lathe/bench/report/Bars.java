package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/// Horizontal bars at medians, each with a thin line from minimum to maximum.
final class Bars {

    /// Room beside the longest bar for the numbers. Lines to a maximum farther off are cut.
    private static final double HEADROOM = 1.2;
    private static final double SPACE_BETWEEN_WORKS = 0.22;
    private static final double SPACE_AT_THE_ENDS = 0.02;
    private static final float LABEL_SHARE = 0.48f;

    private final String title;
    private final String valueLabel;
    private final List<Bar> bars = new ArrayList<>();
    private final List<ValueMarker> lines = new ArrayList<>();

    /// @param valueLabel what is counted, and whether less or more is better
    Bars(String title, String valueLabel) {
        this.title = title;
        this.valueLabel = valueLabel;
    }

    /// @param engine whose colour it has
    /// @param work beside which it stands
    record Bar(String engine, String work, Spread spread) {}

    Bars add(String engine, String work, Spread spread) {
        bars.add(new Bar(engine, work, spread));
        return this;
    }

    /// A dashed line.
    Bars line(double value, String label) {
        lines.add(Look.line(value, label));
        return this;
    }

    /// One colour for each engine, with a legend.
    JFreeChart byEngine() {
        return chart(true, new SpreadRenderer(bars));
    }

    /// One engine only, another colour above 1.
    JFreeChart byRatio() {
        return chart(false, new RatioRenderer(bars));
    }

    private JFreeChart chart(boolean legend, SpreadRenderer renderer) {
        var medians = new DefaultCategoryDataset();
        bars.forEach(bar -> medians.addValue(bar.spread().median(), bar.engine(), bar.work()));
        JFreeChart chart = ChartFactory.createBarChart(
                title, null, valueLabel, medians, PlotOrientation.HORIZONTAL, legend && !bars.isEmpty(), false, false);
        Look.apply(chart);
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setRenderer(renderer);
        double largest = bars.stream().mapToDouble(bar -> bar.spread().median()).max().orElse(1);
        double farthestLine = lines.stream().mapToDouble(ValueMarker::getValue).max().orElse(0);
        plot.getRangeAxis().setRange(0, HEADROOM * Math.max(largest, farthestLine));
        lines.forEach(plot::addRangeMarker);
        CategoryAxis works = plot.getDomainAxis();
        works.setCategoryMargin(SPACE_BETWEEN_WORKS);
        works.setLowerMargin(SPACE_AT_THE_ENDS);
        works.setUpperMargin(SPACE_AT_THE_ENDS);
        works.setMaximumCategoryLabelWidthRatio(LABEL_SHARE);
        works.setMaximumCategoryLabelLines(2);
        look(renderer, medians.getRowCount());
        return chart;
    }

    private static void look(SpreadRenderer renderer, int engines) {
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(false);
        renderer.setItemMargin(0);
        for (int engine = 0; engine < engines; engine++) {
            renderer.setSeriesPaint(engine, Look.series(engine));
        }
    }
}
