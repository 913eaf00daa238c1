package dev.lathe.bench.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bench.Spread;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path folder;

    @BeforeAll
    static void drawWithoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void theSameResultsGiveTheSameBytes() throws IOException {
        for (Picture picture : pictures()) {
            picture.write(folder.resolve("once"));
        }
        for (Picture picture : pictures()) {
            picture.write(folder.resolve("twice"));
            assertArrayEquals(Files.readAllBytes(folder.resolve("once").resolve(picture.name())),
                    Files.readAllBytes(folder.resolve("twice").resolve(picture.name())), picture.name());
        }
    }

    @Test
    void thePageShowsEveryPicture() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/performance.md"));
        for (Picture picture : pictures()) {
            assertTrue(page.contains("(images/" + picture.name() + ")"), picture.name());
            assertTrue(Files.exists(ROOT.resolve("docs/images").resolve(picture.name())), picture.name());
        }
    }

    @Test
    void whatIsSlowerThanThePeerHasAnotherColour() {
        var faster = new Bars("", "").add("Lathe", "work", Spread.of(0.5));
        var slower = new Bars("", "").add("Lathe", "work", Spread.of(1.5));
        assertEquals(List.of(true, false), colours(faster));
        assertEquals(List.of(false, true), colours(slower));
    }

    @Test
    void withoutResultsPicturesAreDrawnAllTheSame() {
        var none = new Results(List.of());
        for (Picture picture : new Pictures(none, new Tables(none).lines()).all()) {
            assertEquals(2 * picture.width(), picture.image().getWidth(), picture.name());
            assertEquals(2 * picture.height(), picture.image().getHeight(), picture.name());
        }
    }

    private static List<Picture> pictures() throws IOException {
        Results results = Results.in(ROOT.resolve("bench/results"));
        return new Pictures(results.with(Origin.AVX_512), new Tables(results).lines()).all();
    }

    /// Whether the colours for faster and slower appear.
    private static List<Boolean> colours(Bars bars) {
        BufferedImage image = new Picture("bars.png", 400, 200, List.of(bars.byRatio())).image();
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return List.of(has(pixels, Look.OURS), has(pixels, Look.SLOWER));
    }

    private static boolean has(int[] pixels, Color colour) {
        return Arrays.stream(pixels).anyMatch(pixel -> pixel == colour.getRGB());
    }
}
