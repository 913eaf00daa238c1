package dev.lathe.bench.report;

import dev.lathe.bench.report.Bars.Bar;
import java.awt.Paint;
import java.util.List;

/// Colours a bar by the side of 1 on which its median is.
final class RatioRenderer extends SpreadRenderer {

    private static final long serialVersionUID = 1;

    RatioRenderer(List<Bar> bars) {
        super(bars);
    }

    @Override
    public Paint getItemPaint(int row, int column) {
        return spread(getPlot().getDataset(), row, column).median() <= 1 ? Look.OURS : Look.SLOWER;
    }
}
