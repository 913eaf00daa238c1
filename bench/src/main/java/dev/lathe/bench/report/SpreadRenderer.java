package dev.lathe.bench.report;

import dev.lathe.bench.Spread;
import dev.lathe.bench.report.Bars.Bar;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.text.NumberFormat;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;

/// Draws bars with what the library has not: a line from minimum to maximum, and the median in a column at the right.
class SpreadRenderer extends BarRenderer {

    private static final long serialVersionUID = 1;
    private static final BasicStroke STROKE = new BasicStroke(1.3f);
    private static final double COLUMN_WIDTH = 44;

    private final transient List<Bar> bars;
    private final NumberFormat digits;

    SpreadRenderer(List<Bar> bars) {
        this.bars = List.copyOf(bars);
        digits = Look.digits(bars.stream().mapToDouble(bar -> bar.spread().median()).max().orElse(1));
    }

    Spread spread(CategoryDataset dataset, int row, int column) {
        return bars.stream()
                .filter(bar -> bar.engine().equals(dataset.getRowKey(row)) && bar.work().equals(dataset.getColumnKey(column)))
                .findFirst().orElseThrow().spread();
    }

    @Override
    public void drawItem(Graphics2D graphics, CategoryItemRendererState state, Rectangle2D area, CategoryPlot plot,
            CategoryAxis works, ValueAxis values, CategoryDataset dataset, int row, int column, int pass) {
        super.drawItem(graphics, state, area, plot, works, values, dataset, row, column, pass);
        if (dataset.getValue(row, column) == null) {
            return;
        }
        Spread spread = spread(dataset, row, column);
        RectangleEdge edge = plot.getRangeAxisEdge();
        double top = calculateBarW0(plot, plot.getOrientation(), area, works, state, row, column);
        double middle = top + state.getBarWidth() / 2;
        graphics.setPaint(Look.INK);
        graphics.setStroke(STROKE);
        graphics.draw(new Line2D.Double(values.valueToJava2D(spread.min(), area, edge), middle,
                values.valueToJava2D(spread.max(), area, edge), middle));
        graphics.setPaint(Color.WHITE);
        graphics.fill(new Rectangle2D.Double(area.getMaxX() - COLUMN_WIDTH, top, COLUMN_WIDTH, state.getBarWidth()));
        graphics.setPaint(Look.INK);
        graphics.setFont(Look.text());
        TextUtils.drawAlignedString(digits.format(spread.median()), graphics, (float) area.getMaxX(), (float) middle,
                TextAnchor.CENTER_RIGHT);
    }
}
