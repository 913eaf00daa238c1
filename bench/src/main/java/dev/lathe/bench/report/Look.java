package dev.lathe.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/// How all plots look: black on white, which stays readable on a dark page, in the colours of Okabe and Ito, which
/// colour-blind readers can tell apart, Lathe always in the same.
final class Look {

    /// Lathe.
    static final Color OURS = new Color(0x0072B2);
    /// Where Lathe takes more than the peer.
    static final Color SLOWER = new Color(0xD55E00);
    /// Peers, in the order in which they appear.
    static final List<Color> PEERS = List.of(new Color(0xE69F00), new Color(0x009E73), new Color(0xCC79A7));
    static final Color INK = new Color(0x202020);

    private static final Color GRID = new Color(0xC8C8C8);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final float[] DASHES = {6, 4};
    private static final RectangleInsets PADDING = new RectangleInsets(10, 12, 10, 20);

    private Look() {}

    /// The colour of the n-th of several engines, Lathe first.
    static Color series(int index) {
        return index == 0 ? OURS : PEERS.get((index - 1) % PEERS.size());
    }

    static Font text() {
        return TEXT;
    }

    /// Two decimals below ten, one below a hundred, whole numbers above; with a point, wherever this runs.
    static NumberFormat digits(double largest) {
        return new DecimalFormat(largest < 10 ? "0.00" : largest < 100 ? "0.0" : "0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    static void apply(JFreeChart chart) {
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(PADDING);
        chart.getTitle().setFont(TITLE);
        chart.getTitle().setPaint(INK);
        if (chart.getLegend() != null) {
            chart.getLegend().setItemFont(TEXT);
        }
        CategoryPlot plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setNoDataMessage("not measured");
        plot.setNoDataMessageFont(TITLE);
        plot.getDomainAxis().setTickLabelFont(TEXT);
        plot.getDomainAxis().setLabelFont(TEXT);
        ValueAxis values = plot.getRangeAxis();
        values.setTickLabelFont(TEXT);
        values.setLabelFont(TEXT);
    }

    /// A dashed line across the plot.
    static ValueMarker line(double value, String label) {
        var marker = new ValueMarker(value, INK, new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, DASHES, 0));
        marker.setLabel(label);
        marker.setLabelFont(TEXT);
        marker.setLabelPaint(INK);
        marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
        marker.setLabelTextAnchor(TextAnchor.TOP_LEFT);
        marker.setLabelBackgroundColor(new Color(0, 0, 0, 0));
        return marker;
    }
}
