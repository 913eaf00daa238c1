package dev.lathe.train.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Published figures of other accountants, and what must hold between ours.
class AccountantTest {
    private static final double DELTA = 1e-5;
    private static final SampledGaussian STEP = new SampledGaussian(1.5, 0.04);

    private static JsonNode golden(String name) throws IOException {
        try (var in = AccountantTest.class.getResourceAsStream("/accountants_golden.json")) {
            return new ObjectMapper().readTree(in).get("accountants").get(name);
        }
    }

    @Test
    void renyiRowsAreThePublishedOnes() throws IOException {
        for (JsonNode row : golden("rdp")) {
            double q = row.has("q") ? row.get("q").asDouble() : row.get("batch").asDouble() / row.get("n").asDouble();
            long steps = row.has("steps") ? row.get("steps").asLong() : Math.round(row.get("epochs").asDouble() / q);
            var step = new SampledGaussian(row.get("sigma").asDouble(), q);
            assertEquals(row.get("epsilon").asDouble(), Accountant.RDP.epsilon(step, steps, row.get("delta").asDouble()), 1e-9, row::toString);
            double classic = RenyiAccountant.epsilon(step, steps, row.get("delta").asDouble(), RenyiAccountant.Conversion.CLASSIC);
            assertTrue(classic > row.get("epsilon").asDouble() * 1.05, () -> "the classic conversion gives " + classic);
        }
    }

    /// The published figures are of 90 // 0.04 = 2249 steps, and the one of losses is the upper end of an estimate whose error was set to
    /// 0.01.
    @Test
    void lossesOfManyStepsLieBelowThePublishedUpperEnd() throws IOException {
        JsonNode row = golden("prv_or_pld").get(0);
        double published = row.get("epsilon_prv").asDouble();
        double ours = Accountant.PLD.epsilon(STEP, 2249, DELTA);
        assertEquals(published - 0.01, ours, 5e-4);
        assertEquals(6.768787, Accountant.PLD.epsilon(STEP, 2250, DELTA), 2e-6, "of an independent computation");
        assertTrue(ours < Accountant.RDP.epsilon(STEP, 2249, DELTA));
        double gdp = Accountant.GDP.epsilon(STEP, 2249, DELTA);
        JsonNode between = row.get("gdp_between");
        assertTrue(gdp > between.get(0).asDouble() && gdp < between.get(1).asDouble(), () -> "gdp " + gdp);
        assertTrue(gdp < ours, "the limit errs to below here, which is why it is no guarantee");
    }

    @Test
    void smallestNoiseOfTheLossesIsThePublishedOne() throws IOException {
        for (int row = 1; row <= 2; row++) {
            JsonNode given = golden("prv_or_pld").get(row);
            double sigma = NoiseSearch.sigma(Accountant.PLD, given.get("epsilon").asDouble(), given.get("delta").asDouble(),
                    given.get("q").asDouble(), given.get("queries").asLong());
            double published = given.get("sigma").asDouble() / given.get("sensitivity").asDouble();
            assertEquals(published, sigma, 1e-6, given::toString);
            assertTrue(sigma <= published + 1e-9, "the published one is enough");
        }
    }

    @Test
    void truncatedSamplingIsThePublishedOne() throws IOException {
        JsonNode row = golden("prv_or_pld").get(3);
        double epsilon = TruncatedSampling.epsilon(List.of(
                new TruncatedSampling.Steps(new TruncatedSampling(4, 0.5, 2, 1), 3),
                new TruncatedSampling.Steps(new TruncatedSampling(3, 0.5, 2, 1), 2)), row.get("delta").asDouble());
        assertEquals(row.get("epsilon").asDouble(), epsilon, 1e-6 * epsilon);
    }

    /// The published sigmas were searched for until ε was within 0.01.
    @Test
    void calibrationSpendsTheBudgetAndNotMore() throws IOException {
        for (JsonNode row : golden("calibration")) {
            double q = row.get("q").asDouble();
            double budget = row.get("epsilon").asDouble();
            long steps = row.has("steps") ? row.get("steps").asLong() : Math.round(row.get("epochs").asDouble() / q);
            double sigma = NoiseSearch.sigma(Accountant.RDP, budget, row.get("delta").asDouble(), q, steps);
            assertEquals(row.get("sigma_rdp").asDouble(), sigma, 2e-3, row::toString);
            double spent = Accountant.RDP.epsilon(new SampledGaussian(sigma, q), steps, DELTA);
            assertTrue(spent <= budget && spent > budget - 1e-6, () -> "spent " + spent);
            assertEquals(steps, NoiseSearch.steps(Accountant.RDP, budget, DELTA, new SampledGaussian(sigma, q)));
            if (row.has("sigma_prv")) {
                double theirs = Accountant.PLD.epsilon(new SampledGaussian(row.get("sigma_prv").asDouble(), q), steps, DELTA);
                assertTrue(theirs <= budget && theirs > budget - 0.02, () -> "their sigma spends " + theirs);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5,0.01", "1.5,0.04", "4,0.3", "0.3,0.001"})
    void integralAndSumAreOneAtWholeOrders(double sigma, double q) {
        var step = new SampledGaussian(sigma, q);
        for (int order : new int[] {2, 3, 7, 32}) {
            double sum = RenyiDivergence.of(step, order);
            assertEquals(sum, RenyiDivergence.logOfIntegral(step, order) / (order - 1), 1e-12 * Math.max(1, sum));
        }
    }

    /// Without sampling ε has a closed form: telling N(0, σ²/steps) and N(1, σ²/steps) apart.
    @Test
    void allAccountantsKnowThePlainGaussian() {
        var step = new SampledGaussian(10, 1);
        double exact = Accountant.PLD.epsilon(step, 50, DELTA);
        double mu = Math.sqrt(50) / 10;
        var normal = new NormalDistribution();
        assertEquals(DELTA, normal.cumulativeProbability(mu / 2 - exact / mu)
                - Math.exp(exact) * normal.cumulativeProbability(-mu / 2 - exact / mu), 1e-9);
        assertTrue(Accountant.RDP.epsilon(step, 50, DELTA) > exact);
    }

    @Test
    void oneStepsLossIsItsIntegral() {
        // δ(ε) = P(loss > ε) - exp(ε) Q(loss > ε), both normal.
        var loss = LossDistribution.of(new GaussianPair(0.8, 0.1, GaussianPair.Side.REMOVE), 1e-4);
        double x = 0.64 * Math.log((Math.exp(0.3) - 0.9) / 0.1) + 0.5;
        var normal = new NormalDistribution();
        double upper = 0.9 * normal.cumulativeProbability(-x / 0.8) + 0.1 * normal.cumulativeProbability((1 - x) / 0.8);
        double expected = upper - Math.exp(0.3) * normal.cumulativeProbability(-x / 0.8);
        assertEquals(expected, loss.delta(0.3), 1e-9);
        assertEquals(0.3, loss.epsilon(expected), 1e-6);
    }

    @Test
    void moreNoiseFewerStepsAndLessSamplingSpendLess() {
        for (Accountant accountant : Accountant.values()) {
            double epsilon = accountant.epsilon(STEP, 300, DELTA);
            assertTrue(accountant.epsilon(new SampledGaussian(1.6, 0.04), 300, DELTA) < epsilon, accountant.word());
            assertTrue(accountant.epsilon(STEP, 299, DELTA) < epsilon, accountant.word());
            assertTrue(accountant.epsilon(new SampledGaussian(1.5, 0.039), 300, DELTA) < epsilon, accountant.word());
            assertEquals(0, accountant.epsilon(STEP, 0, DELTA), accountant.word());
        }
    }

    @Test
    void whatIsNoBudgetIsRefused() {
        assertEquals("delta 1.0: needs more than 0 and less than 1", refusal(() -> Accountant.RDP.epsilon(STEP, 1, 1)));
        assertEquals("delta NaN: needs more than 0 and less than 1", refusal(() -> Accountant.PLD.epsilon(STEP, 1, Double.NaN)));
        assertEquals("steps -1: needs 0 or more", refusal(() -> Accountant.GDP.epsilon(STEP, -1, DELTA)));
        assertEquals("sigma 0.0: needs more than 0", refusal(() -> new SampledGaussian(0, 0.1)));
        assertEquals("sampleRate 1.5: needs more than 0 and at most 1", refusal(() -> new SampledGaussian(1, 1.5)));
        assertEquals("epsilon 0.0: needs more than 0", refusal(() -> NoiseSearch.sigma(Accountant.RDP, 0, DELTA, 0.1, 10)));
        assertEquals("delta 1.0E-12: pld counts down to 1.0E-11; rdp goes lower", refusal(() -> Accountant.PLD.epsilon(STEP, 1, 1e-12)));
    }

    private static String refusal(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
