package dev.lathe.train.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title><script>x</script>",
        "</style><script>x</script>", "<!--", "]]><svg/onload=alert(1)>", "&lt;script&gt;", "javascript:alert(1)"})
    void noTextBecomesMarkup(String attack) {
        String html = new Html().element("td", attack, "aria-label", attack).toString();
        String inside = html.replaceFirst("^<td aria-label=\"", "").replaceFirst("</td>\n?$", "");
        assertEquals(1, inside.chars().filter(c -> c == '"').count(), html);
        assertEquals(1, inside.chars().filter(c -> c == '>').count(), html);
        assertEquals(0, inside.chars().filter(c -> c == '<' || c == '\'').count(), html);
        assertTrue(html.contains(attack.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;")), html);
    }

    @Test
    void whatNoPageMayHoldIsReplaced() {
        assertEquals("<td>a�b�c�😀</td>", new Html().element("td", "a\u0000b\ud83dc\u001b😀").toString());
    }

    @Test
    void aPlotEscapesItsNamesAndHasATableOfItsNumbers() {
        String card = Plot.of("<b>loss</b>", "steps", "loss", List.of(
                new Series("<i>", new double[] {1, 2, 3}, new double[] {0.5, Double.NaN, 0.25}, Series.Form.CURVE),
                new Series("two", new double[] {1, 2, 3}, new double[] {0.1, 0.2, 0.3}, Series.Form.CURVE))).card().toString();
        assertFalse(card.contains("<b>") || card.contains("<i>") || card.contains("NaN"), card);
        assertTrue(card.contains("role=\"img\" aria-label=\"&lt;b&gt;loss&lt;/b&gt;\""), card);
        assertTrue(card.contains("<td class=\"n\">3</td><td class=\"n\">0.25</td><td class=\"n\">0.3</td>"), card);
        assertTrue(card.matches("(?s).*d=\"M[0-9. ]+M[0-9. ]+\".*"), "a gap where there is no number: " + card);
    }

    @Test
    void figuresAreShortAndTheSameEverywhere() {
        assertEquals(List.of("0.8512", "2e-5", "1.25e-7", "–", "0", "1234", "-3.5", "1.235e9"), List.of(Figures.of(0.85123), Figures.of(2e-5),
                Figures.of(1.25e-7), Figures.of(Double.NaN), Figures.of(0), Figures.of(1234), Figures.of(-3.5), Figures.of(1234567890)));
    }

    @Test
    void anAxisHasRoundTicksAndRoomForAll() {
        assertEquals(List.of(0.0, 20.0, 40.0, 60.0), Axis.around(List.of(new double[] {1, 60}), false).ticks());
        // A step that is counted has no halves.
        assertEquals(List.of(1.0, 2.0), Axis.along(List.of(new double[] {1, 2})).ticks());
        assertEquals(List.of(2.0, 3.0, 4.0), Axis.along(List.of(new double[] {3})).ticks());
        assertEquals(List.of(0.0, 0.5, 1.0, 1.5, 2.0), Axis.along(List.of(new double[] {0.5, 2})).ticks());
        Axis powers = Axis.around(List.of(new double[] {0.02, 3, 0, Double.NaN}), true);
        assertEquals(0.01, powers.low(), 1e-12);
        assertEquals(10, powers.high(), 1e-9);
        assertFalse(powers.holds(0));
        assertEquals(0.5, Axis.around(List.of(new double[] {7, 7}), false).place(7), 1e-9);
        assertEquals(List.of(), Axis.around(List.of(new double[0]), false).ticks().stream().filter(tick -> tick < 0 || tick > 1).toList());
    }

    @Test
    void aLongCurveIsDrawnByMeans() {
        var x = new double[1000];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        Series drawn = new Series("", x, x, Series.Form.CURVE).drawn();
        assertEquals(334, drawn.x().length);
        assertEquals(1, drawn.y()[0]);
        assertEquals(999, drawn.y()[333]);
    }
}
