package dev.lathe.trust.explain.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each method on numbers that are known by hand.
class AttributionMethodsTest {
    private static final PolynomialText LINEAR = PolynomialText.linear(new float[] {1, -2, 3}, 0.5, 0.25, -1);
    /// 12 words, beyond what is enumerated.
    private static final PolynomialText LONG = new PolynomialText(
            new float[] {1, 2, -1, 0.5f, 3, -2, 1, 1, 2, -3, 0.25f, 1}, new double[] {1, -1, 2, 0.5, 0, 3, -2, 1, 1, 0.5, 2, -1}, 1, 0.5, 0);

    private static double[] scores(AttributionMethod method, ExplainedText text) {
        return method.attribute(text).words().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static IntegratedGradients integrated(Quadrature rule, int nodes) {
        return new IntegratedGradients(Baseline.MASK, rule, nodes);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(value = Quadrature.class, mode = EnumSource.Mode.EXCLUDE, names = "ADAPTIVE")
    void integratedGradientsOfALinearNumberAreExact(Quadrature rule) {
        Attribution attribution = integrated(rule, 5).attribute(LINEAR);
        assertArrayEquals(new double[] {0.5, -0.5, -3}, scores(integrated(rule, 5), LINEAR), 1e-12);
        assertTrue(attribution.completenessError() < 1e-12, attribution.toString());
        assertEquals(0.5, attribution.from());
        assertEquals(-2.5, attribution.to());
    }

    /// ∫ of 6 a⁵ by hand: the left rule of 4 nodes gives 6/4 Σ (i/4)⁵, and so on. Legendre's is exact from 3 nodes on.
    @Test
    void eachRuleMissesByWhatItMust() {
        var sixth = new PolynomialText(new float[] {1}, new double[] {0}, 0, 0, 1);
        double[] fifths = {0, Math.pow(0.25, 5), Math.pow(0.5, 5), Math.pow(0.75, 5), 1};
        assertEquals(1.5 * (fifths[1] + fifths[2] + fifths[3]), scores(integrated(Quadrature.LEFT, 4), sixth)[0], 1e-6);
        assertEquals(1.5 * (fifths[1] + fifths[2] + fifths[3] + 1), scores(integrated(Quadrature.RIGHT, 4), sixth)[0], 1e-6);
        assertEquals(1.5 * (fifths[1] + fifths[2] + fifths[3] + 0.5), scores(integrated(Quadrature.TRAPEZOID, 5), sixth)[0], 1e-6);
        assertEquals(1.5 * (Math.pow(0.125, 5) + Math.pow(0.375, 5) + Math.pow(0.625, 5) + Math.pow(0.875, 5)),
                scores(integrated(Quadrature.MIDPOINT, 4), sixth)[0], 1e-6);
        assertEquals(1, scores(integrated(Quadrature.GAUSS_LEGENDRE, 3), sixth)[0], 1e-6);
        assertNotEquals(1, scores(integrated(Quadrature.GAUSS_LEGENDRE, 2), sixth)[0], 1e-3);
    }

    /// arctan((e - 0.15) / w) of a text of one word, 1 where it is and 0 without it: what trained models are like on the way from masks.
    @Test
    void adaptiveNodesFindWhereTheNumberChanges() {
        for (double width : new double[] {0.3, 0.04, 0.02}) {
            var text = new PeakedText(0.15, width);
            double adaptive = integrated(Quadrature.ADAPTIVE, 50).attribute(text).completenessError();
            assertTrue(adaptive < 1e-4, width + ": " + adaptive);
            assertEquals(50 + 2, Quality.of(text, text, integrated(Quadrature.ADAPTIVE, 50), 1).backward());
        }
        double fixed = integrated(Quadrature.GAUSS_LEGENDRE, 50).attribute(new PeakedText(0.15, 0.02)).completenessError();
        assertTrue(fixed > 1e-3, "without looking: " + fixed);
        assertArrayEquals(new double[] {0.5, -0.5, -3}, scores(integrated(Quadrature.ADAPTIVE, 50), LINEAR), 1e-9);
        assertArrayEquals(new double[] {0, 0, 0}, scores(integrated(Quadrature.ADAPTIVE, 8), PolynomialText.linear(new float[3], 1, 1, 1)), 0);
    }

    @Test
    void gradientsAndTheirProductsAreTheTexts() {
        assertArrayEquals(new double[] {0.5, 0.25, 1}, scores(new Saliency(), LINEAR), 1e-7);
        assertArrayEquals(new double[] {0.5, -0.5, -3}, scores(new InputXGradient(), LINEAR), 1e-7);
        assertArrayEquals(new double[] {0.5, 0.25, 1}, scores(new SmoothGrad(3, 0.2, 1), LINEAR), 1e-7);
    }

    @Test
    void smoothGradIsOfThePlacesAround() {
        var bent = new PolynomialText(new float[] {0, 1}, new double[] {0, 0}, 0, 0, 1);
        double[] smooth = scores(new SmoothGrad(8, 0.3, 1), bent);
        assertArrayEquals(smooth, scores(new SmoothGrad(8, 0.3, 1), bent));
        assertNotEquals(smooth[1], scores(new SmoothGrad(8, 0.3, 2), bent)[1]);
        assertArrayEquals(new double[] {0, 6}, scores(new SmoothGrad(8, 0, 1), bent), 1e-6);
    }

    @Test
    void occlusionIsWhatAWordsAbsenceTakes() {
        assertArrayEquals(new double[] {0.5, -0.5, -3}, scores(new Occlusion(), LINEAR), 1e-12);
        // The first word's own 1, and its pair with the second.
        assertEquals(1 + 0.5 * 2, scores(new Occlusion(), LONG)[0], 1e-12);
    }

    /// A pair's product is shared out evenly.
    @ParameterizedTest
    @EnumSource(ShapleyValues.Form.class)
    void shapleysValuesOfFewWordsAreExact(ShapleyValues.Form form) {
        var text = new PolynomialText(new float[] {1, 2, -1}, new double[] {1, 1, 1}, 7, 0.5, 0);
        assertArrayEquals(new double[] {1 + 0.5, 2 + 0.5 - 0.5, -1 - 0.5}, scores(new ShapleyValues(form, 1, 1), text), 1e-9);
        var one = PolynomialText.linear(new float[] {2}, 3);
        assertArrayEquals(new double[] {6}, scores(new ShapleyValues(form, 1, 1), one), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(ShapleyValues.Form.class)
    void shapleysValuesOfManyWordsSumToTheDifferenceAndComeNear(ShapleyValues.Form form) {
        Attribution drawn = new ShapleyValues(form, 200, 3).attribute(LONG);
        double[] scores = scores(new ShapleyValues(form, 200, 3), LONG);
        assertEquals(drawn.to() - drawn.from(), sum(scores), 1e-6);
        for (int i = 0; i < scores.length; i++) {
            float[] e = LONG.embeddings();
            double pair = (i > 0 ? e[i] * e[i - 1] : 0) + (i + 1 < e.length ? e[i] * e[i + 1] : 0);
            // Of a permutation and its reverse, a pair falls to each once: the mean is exact after one.
            double tolerance = form == ShapleyValues.Form.PERMUTATIONS ? 1e-9 : 0.25;
            assertEquals(LONG.weights()[i] * e[i] + 0.25 * pair, scores[i], tolerance, "word " + i);
        }
    }

    /// By hand: half of each layer passes on what is there. Row 0 of the last is (0.6, 0.4), then (0.6 · 0.75, 0.6 · 0.25 + 0.4).
    @Test
    void rolloutMultipliesTheLayers() {
        assertArrayEquals(new double[] {0.45, 0.55}, scores(new AttentionRollout(), PolynomialText.linear(new float[] {1, 1}, 1, 1)), 1e-12);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertEquals("nodes 7: needs 8 to 1000", assertThrows(IllegalArgumentException.class, () -> integrated(Quadrature.ADAPTIVE, 7)).getMessage());
        assertEquals("nodes 1: needs 2 to 1000", assertThrows(IllegalArgumentException.class, () -> integrated(Quadrature.LEFT, 1)).getMessage());
        assertEquals("samples 0: needs at least 1", assertThrows(IllegalArgumentException.class, () -> new SmoothGrad(0, 0.1, 1)).getMessage());
        assertEquals("noise NaN: needs 0 or more", assertThrows(IllegalArgumentException.class, () -> new SmoothGrad(1, Double.NaN, 1)).getMessage());
        assertEquals("samples 0: needs 1 to 100000",
                assertThrows(IllegalArgumentException.class, () -> new ShapleyValues(ShapleyValues.Form.KERNEL, 0, 1)).getMessage());
    }

    @Test
    void qualityOfATrueAttributionIsPerfectAndBeatsChance() {
        var text = PolynomialText.linear(new float[] {1, 1, 1, 1}, 4, -1, 2, 0);
        Quality quality = Quality.of(text, text, IntegratedGradients.USUAL, 5);
        assertEquals(0, quality.completeness().orElseThrow(), 1e-9);
        assertEquals(0, quality.infidelity(), 1e-9);
        // All in order: 5.5, 1.5, -0.5, -0.5, 0.5, and back.
        assertEquals((5.5 / 2 + 1.5 - 0.5 - 0.5 + 0.5 / 2) / 4, quality.deletion(), 1e-6);
        assertEquals((0.5 / 2 + 4.5 + 6.5 + 6.5 + 5.5 / 2) / 4, quality.insertion(), 1e-6);
        assertTrue(quality.deletion() < quality.randomDeletion() && quality.insertion() > quality.randomInsertion(), quality.toString());
        // A linear number's scores move as the embeddings do.
        assertTrue(quality.sensitivity().orElseThrow() > 0 && quality.sensitivity().orElseThrow() < 0.1, quality.toString());
        List<Quality> table = QualityTable.of(text, text, List.of(new Occlusion(), IntegratedGradients.USUAL), 5);
        assertEquals(quality, table.get(2));
        assertEquals(5 + 1, table.get(1).forward());
        Quality drawn = table.getFirst();
        assertTrue(drawn.infidelity() > 1 && drawn.completeness().orElseThrow() < 1e-12, drawn.toString());
        assertEquals(quality.randomDeletion(), drawn.randomDeletion());
        Quality random = Quality.of(text, text, new Saliency(), 5);
        assertTrue(random.completeness().isEmpty() && random.infidelity() > 0.1, random.toString());
        assertEquals(quality, Quality.of(text, text, IntegratedGradients.USUAL, 5));
        assertTrue(Quality.of(text, text, new Occlusion(), 5).sensitivity().isEmpty());
        assertEquals(List.of(4.0, -1.0, 2.0, 0.0), new Occlusion().attribute(text).words());
    }
}
