package dev.lathe.nn.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.nn.ModelParameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each method at one map, against its formula in double precision.
class AdapterLayersTest {
    private static final String QUERY = "layer.0.attention.self.query";
    private static final Lora LORA = Lora.DEFAULT.withRank(3).withAlpha(5);

    private static final AdaLora ADALORA = AdaLora.DEFAULT.withRanks(3, 2);

    /// A method, the place of the map, and its formula.
    record Case(String what, AdapterMethod method, String place, Formula formula) {
        @Override
        public String toString() {
            return what;
        }
    }

    /// What a map gives, in double precision.
    interface Formula {
        double[] of(Map<String, double[]> parameters, double[] x);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("lora", LORA, QUERY, (p, x) -> lora(p, x, 5.0 / 3)),
                new Case("rslora", LORA.withStable(true), QUERY, (p, x) -> lora(p, x, 5 / Math.sqrt(3))),
                new Case("adalora", ADALORA, QUERY, AdapterLayersTest::adalora),
                new Case("dora", LORA.withDecomposed(true), QUERY, (p, x) -> dora(p, x, 5.0 / 3, p)),
                new Case("ia3 of keys", Ia3.DEFAULT, "layer.0.attention.self.key", AdapterLayersTest::outer),
                new Case("ia3 of the inner part", Ia3.DEFAULT, "layer.0.output.dense", AdapterLayersTest::inner));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsItsFormula(Case c) {
        try (var map = new AdaptedMap(c.method, c.place).trained()) {
            assertClose(c.formula.of(doubles(map), doubles(map.x)), map.forward(), 2e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void changesNoBitBeforeItIsTrained(Case c) {
        try (var map = new AdaptedMap(c.method, c.place); var plain = new AdaptedMap(BitFit.DEFAULT, c.place)) {
            assertArrayEquals(plain.forward(), map.forward());
            assertArrayEquals(plain.forwardGelu(), map.forwardGelu());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mergedItGivesTheSame(Case c) {
        try (var map = new AdaptedMap(c.method, c.place).trained(); var plain = new AdaptedMap(BitFit.DEFAULT, c.place)) {
            float[] expected = map.forward();
            map.plan.layers().forEach(AdaptedLinear::merge);
            for (String name : List.of(c.place + ".weight", c.place + ".bias")) {
                plain.set(name, map.values(name));
            }
            assertFalse(Arrays.equals(expected, new float[expected.length]));
            assertArrayEquals(expected, plain.forward(), 1e-5f);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onlyItsOwnParametersGetGradientsAndThoseOfTheFormula(Case c) {
        try (var map = new AdaptedMap(c.method, c.place).trained()) {
            map.backward();
            int own = 0;
            for (ModelParameter p : map.parameters) {
                boolean trains = map.plan.isOwn(p.name());
                assertEquals(trains, p.parameter().hasGradient(), p.name());
                if (trains) {
                    own++;
                    assertClose(differenced(map, c, p.name()), p.parameter().gradient().toArray(), 3e-5);
                }
            }
            assertTrue(own > 0);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anyNumberOfThreadsGivesTheSameBits(Case c) {
        try (var one = new AdaptedMap(c.method, c.place, 1).trained(); var two = new AdaptedMap(c.method, c.place, 2).trained()) {
            assertArrayEquals(one.forward(), two.forward());
        }
    }

    @Test
    void parametersHaveTheNamesAndShapesOfPeft() {
        assertEquals(List.of(QUERY + ".weight [10,21]", QUERY + ".bias [10]", QUERY + ".lora_A.weight [3,21]",
                QUERY + ".lora_B.weight [10,3]", QUERY + ".lora_magnitude_vector [10]"), shapes(LORA.withDecomposed(true), QUERY));
        assertEquals(List.of(QUERY + ".weight [10,21]", QUERY + ".bias [10]", QUERY + ".lora_A [3,21]", QUERY + ".lora_E [3,1]",
                QUERY + ".lora_B [10,3]"), shapes(ADALORA, QUERY));
        assertEquals(List.of("a.key.weight [10,21]", "a.key.bias [10]", "a.key.ia3_l [10,1]"), shapes(Ia3.DEFAULT, "a.key"));
        assertEquals(List.of("a.output.dense.weight [10,21]", "a.output.dense.bias [10]", "a.output.dense.ia3_l [1,21]"),
                shapes(Ia3.DEFAULT, "a.output.dense"));
        assertEquals(List.of("a.attention.output.dense.weight [10,21]", "a.attention.output.dense.bias [10]"),
                shapes(Ia3.DEFAULT, "a.attention.output.dense"));
    }

    private static List<String> shapes(AdapterMethod method, String place) {
        try (var map = new AdaptedMap(method, place)) {
            return map.parameters.stream().map(p -> p.name() + " " + p.parameter().shape()).toList();
        }
    }

    @Test
    void bitFitTrainsBiasesOfTheBaseAlone() {
        var plan = new AdapterPlan(BitFit.DEFAULT, path -> !path.startsWith("classifier"));
        assertFalse(plan.isFrozen("encoder.output.LayerNorm.bias"));
        assertTrue(plan.isFrozen("encoder.output.LayerNorm.weight"));
        assertFalse(plan.isFrozen("classifier.weight"));
    }

    @Test
    void refusesWhatIsOutOfRangeAndTargetsThatFitNothing() {
        assertEquals("loraRank 0: needs at least 1", message(() -> LORA.withRank(0)));
        assertEquals("loraAlpha -1.0: needs more than 0", message(() -> LORA.withAlpha(-1)));
        assertEquals("loraDropout 1.0: needs 0 or more and less than 1", message(() -> LORA.withDropout(1)));
        assertEquals("adaloraTargetRank 4: needs at least 1 and at most the first rank, 3", message(() -> ADALORA.withRanks(3, 4)));
        assertEquals("adaloraEvery 0: needs at least 1", message(() -> ADALORA.withSchedule(1, 1, 0)));
        assertEquals("peft loora: is none of lora, adalora, ia3, bitfit, adapter, prompt, prefix", message(() -> AdapterMethods.named("loora")));
        try (var map = new AdaptedMap(LORA.withTargets(Targets.of(List.of("quer", "q"))), QUERY)) {
            assertEquals("lora: target quer, q fits no map of the base; there are attention.self.query", message(map.plan::requireTargets));
        }
    }

    private static String message(Runnable refused) {
        return assertThrows(IllegalArgumentException.class, refused::run).getMessage();
    }

    @Test
    void initialValuesHaveTheDeviationOfPeft() {
        try (var map = new AdaptedMap(Lora.DEFAULT.withRank(64), QUERY)) {
            float[] a = map.values(QUERY + ".lora_A.weight");
            double squares = 0;
            for (float value : a) {
                squares += (double) value * value;
            }
            assertEquals(1 / Math.sqrt(3.0 * AdaptedMap.IN), Math.sqrt(squares / a.length), 0.01);
            assertNotEquals(a[0], a[1]);
        }
    }

    private static double[] mapped(Map<String, double[]> p, double[] x, double[] weight) {
        var y = new double[AdaptedMap.ROWS * AdaptedMap.OUT];
        for (int i = 0; i < y.length; i++) {
            for (int k = 0; k < AdaptedMap.IN; k++) {
                y[i] += x[i / AdaptedMap.OUT * AdaptedMap.IN + k] * weight[i % AdaptedMap.OUT * AdaptedMap.IN + k];
            }
            y[i] += p.get("bias")[i % AdaptedMap.OUT];
        }
        return y;
    }

    /// W + s B A
    private static double[] moved(Map<String, double[]> p, double scale) {
        double[] weight = p.get("weight").clone();
        double[] a = p.get("lora_A.weight");
        double[] b = p.get("lora_B.weight");
        for (int o = 0; o < AdaptedMap.OUT; o++) {
            for (int i = 0; i < AdaptedMap.IN; i++) {
                for (int r = 0; r < 3; r++) {
                    weight[o * AdaptedMap.IN + i] += scale * b[o * 3 + r] * a[r * AdaptedMap.IN + i];
                }
            }
        }
        return weight;
    }

    private static double[] lora(Map<String, double[]> p, double[] x, double scale) {
        return mapped(p, x, moved(p, scale));
    }

    /// @param still the parameters whose lengths count as constants
    private static double[] dora(Map<String, double[]> p, double[] x, double scale, Map<String, double[]> still) {
        double[] weight = moved(p, scale);
        double[] constant = moved(still, scale);
        for (int o = 0; o < AdaptedMap.OUT; o++) {
            double squares = 0;
            for (int i = 0; i < AdaptedMap.IN; i++) {
                squares += constant[o * AdaptedMap.IN + i] * constant[o * AdaptedMap.IN + i];
            }
            for (int i = 0; i < AdaptedMap.IN; i++) {
                weight[o * AdaptedMap.IN + i] *= p.get("lora_magnitude_vector")[o] / Math.sqrt(squares);
            }
        }
        return mapped(p, x, weight);
    }

    private static double[] adalora(Map<String, double[]> p, double[] x) {
        double[] a = p.get("lora_A").clone();
        for (int i = 0; i < a.length; i++) {
            a[i] *= p.get("lora_E")[i / AdaptedMap.IN];
        }
        return lora(Map.of("weight", p.get("weight"), "bias", p.get("bias"), "lora_A.weight", a, "lora_B.weight", p.get("lora_B")), x,
                16 / (3 + 1e-5));
    }

    private static double[] outer(Map<String, double[]> p, double[] x) {
        double[] y = mapped(p, x, p.get("weight"));
        for (int i = 0; i < y.length; i++) {
            y[i] *= p.get("ia3_l")[i % AdaptedMap.OUT];
        }
        return y;
    }

    private static double[] inner(Map<String, double[]> p, double[] x) {
        double[] scaled = x.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= p.get("ia3_l")[i % AdaptedMap.IN];
        }
        return mapped(p, scaled, p.get("weight"));
    }

    /// The gradient of the formula, by differences.
    private static double[] differenced(AdaptedMap map, Case c, String name) {
        Map<String, double[]> parameters = doubles(map);
        Map<String, double[]> still = doubles(map);
        double[] values = parameters.get(name.substring(c.place.length() + 1));
        var gradient = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            values[i] = value + 1e-5;
            double above = loss(map, c, parameters, still);
            values[i] = value - 1e-5;
            gradient[i] = (above - loss(map, c, parameters, still)) / 2e-5;
            values[i] = value;
        }
        return gradient;
    }

    private static double loss(AdaptedMap map, Case c, Map<String, double[]> parameters, Map<String, double[]> still) {
        double[] x = doubles(map.x);
        double[] y = c.what.equals("dora") ? dora(parameters, x, 5.0 / 3, still) : c.formula.of(parameters, x);
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            loss += y[i] * map.weights[i];
        }
        return loss;
    }

    private static Map<String, double[]> doubles(AdaptedMap map) {
        var values = new HashMap<String, double[]>();
        for (ModelParameter p : map.parameters) {
            values.put(p.name().replaceFirst(
                    "^.*?\\.(weight|bias|lora_A\\.weight|lora_B\\.weight|lora_A|lora_E|lora_B|lora_magnitude_vector|ia3_l)$", "$1"), doubles(map.values(p.name())));
        }
        return values;
    }

    private static double[] doubles(float... values) {
        var doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /// @param tolerance relative to the largest value
    private static void assertClose(double[] expected, float[] actual, double tolerance) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 0.1);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * largest, "at " + i);
        }
    }
}
