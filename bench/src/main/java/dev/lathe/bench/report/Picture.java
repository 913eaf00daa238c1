package dev.lathe.bench.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;

/// An image file of one chart, or of several side by side.
///
/// @param name of the file
/// @param width in points; the file has twice as many pixels
/// @param height the same
record Picture(String name, int width, int height, List<JFreeChart> charts) {

    private static final int PIXELS_PER_POINT = 2;

    /// Writes it as PNG; the same charts and fonts give the same bytes.
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (!ImageIO.write(image(), "png", folder.resolve(name).toFile())) {
            throw new IOException(name + ": this JDK writes no PNG");
        }
    }

    BufferedImage image() {
        var image = new BufferedImage(PIXELS_PER_POINT * width, PIXELS_PER_POINT * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        graphics.setPaint(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        double share = (double) width / charts.size();
        for (int i = 0; i < charts.size(); i++) {
            charts.get(i).draw(graphics, new Rectangle2D.Double(i * share, 0, share, height));
        }
        graphics.dispose();
        return image;
    }
}
