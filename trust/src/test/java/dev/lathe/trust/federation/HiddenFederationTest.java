package dev.lathe.trust.federation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.privacy.Accountant;
import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.train.privacy.SampledGaussian;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.trust.federation.FederationOptions.Faults;
import dev.lathe.trust.federation.FederationPrivacy.Kind;
import dev.lathe.trust.federation.values.Aggregation;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.ServerStep;
import dev.lathe.trust.federation.values.Update;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rounds in which the server sees sums only, and rounds with noise.
class HiddenFederationTest {
    private static final int COUNT = 301;
    private static final List<String> LAYOUT = List.of("w[301]");

    /// Moves each value by a number of its own, drawn from its seed and the round.
    private record Mover(String name, int examples, double size) implements FederatedClient {
        @Override
        public Update train(RoundOrder order) {
            var random = new Random(examples * 31L + order.round());
            float[] values = order.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (random.nextGaussian() * size);
            }
            return new Update(name, examples, order.layout(), values, 1);
        }
    }

    private static List<FederatedClient> movers(int count) {
        var clients = new ArrayList<FederatedClient>();
        for (int i = 0; i < count; i++) {
            clients.add(new Mover("c" + i, 3 + i, 0.01));
        }
        return clients;
    }

    private static float[] end(List<FederatedClient> clients, FederationOptions options) throws IOException {
        return end(clients, options, new ArrayList<>());
    }

    private static float[] end(List<FederatedClient> clients, FederationOptions options, List<RoundReport> reports) throws IOException {
        return new Federation(clients, options, new ServerStep.Replace(), Optional.of(SecretNumbers.ofSeed(4)))
                .run(LAYOUT, new float[COUNT], (report, _) -> reports.add(report));
    }

    private static FederationPrivacy privacy(Kind kind, double noise, double clip) {
        return new FederationPrivacy(kind, new PrivacyOptions(
                OptionalDouble.empty(), OptionalDouble.of(noise), 1e-5, clip, Accountant.RDP, OptionalLong.of(9)));
    }

    @Test
    void aSecureMeanIsThePlainOneButForItsGrid() throws IOException {
        float[] plain = end(movers(5), FederationOptions.ofRounds(2));
        float[] secure = end(movers(5), FederationOptions.ofRounds(2).withSecure(new SecureOptions(3, 1, 12)));
        double furthest = 0;
        for (int i = 0; i < COUNT; i++) {
            furthest = Math.max(furthest, Math.abs((double) plain[i] - secure[i]));
        }
        // Half a unit of 2^-12 in each of two rounds, and the last digits of floats.
        assertTrue(furthest <= 0x1p-12 + 1e-7 && furthest > 0x1p-16, "furthest " + furthest);
        assertArrayEquals(secure, end(movers(5), FederationOptions.ofRounds(2).withSecure(new SecureOptions(3, 1, 12)).withParallel(3)));
    }

    @Test
    void aClipBoundsWhatASingleClientCanMove() throws IOException {
        List<FederatedClient> clients = movers(4);
        clients.set(0, Poison.SCALE.on(clients.getFirst()));
        float[] found = end(clients, FederationOptions.ofRounds(1).withSecure(new SecureOptions(3, 0.125, 24)));
        for (float value : found) {
            assertTrue(Math.abs(value) <= 0.125, "value " + value);
        }
    }

    @Test
    void theSumIsOfThoseThatAreLeftAndTooFewAreRefused() throws IOException {
        List<FederatedClient> clients = movers(5);
        clients.set(1, Poison.NAN.on(clients.get(1)));
        var secure = new SecureOptions(3, 1, 30);
        var reports = new ArrayList<RoundReport>();
        float[] found = end(clients, FederationOptions.ofRounds(1).withSecure(secure).withFaults(Faults.LEAVE_OUT), reports);
        assertEquals(List.of(new RoundReport.LeftOut("c1", "value 0 of 301 is NaN")), reports.getFirst().leftOut());
        float[] without = end(List.of(clients.get(0), clients.get(2), clients.get(3), clients.get(4)), FederationOptions.ofRounds(1));
        for (int i = 0; i < COUNT; i++) {
            assertEquals(without[i], found[i], 1e-8);
        }
        clients.set(2, Poison.NAN.on(clients.get(2)));
        clients.set(3, Poison.NAN.on(clients.get(3)));
        reports.clear();
        found = end(clients, FederationOptions.ofRounds(1).withSecure(secure).withFaults(Faults.LEAVE_OUT), reports);
        assertArrayEquals(new float[COUNT], found);
        assertEquals("round 1: 2 of 5 members are left, fewer than the threshold 3", reports.getFirst().leftOut().getLast().reason());
        var refusing = new FederationOptions(3, new Aggregation.Mean(), 1, 0.7, 0, 1, Faults.REFUSE, 3, 1, Optional.of(secure), Optional.empty());
        String message = assertThrows(FederationException.class, () -> end(movers(5), refusing)).getMessage();
        assertTrue(message.matches("round \\d: [0-2] of 5 members are left, fewer than the threshold 3"), message);
    }

    @Test
    void clientsThatGoAwayByChanceLeaveASumOfTheOthers() throws IOException {
        var plain = new FederationOptions(6, new Aggregation.Mean(), 1, 0.25, 0.3, 1, Faults.LEAVE_OUT, 11, 1);
        var seen = new ArrayList<RoundReport>();
        var hidden = new ArrayList<RoundReport>();
        float[] open = end(movers(7), plain, seen);
        float[] found = end(movers(7), plain.withSecure(new SecureOptions(4, 1, 30)), hidden);
        assertEquals(seen.stream().map(RoundReport::taken).toList(), hidden.stream().map(RoundReport::taken).toList());
        assertTrue(hidden.stream().anyMatch(report -> report.taken().size() < 7), hidden.toString());
        for (int i = 0; i < COUNT; i++) {
            assertEquals(open[i], found[i], 1e-7);
        }
    }

    @Test
    void whatCannotGoTogetherIsRefused() {
        var secure = SecureOptions.ofThreshold(3);
        for (Aggregation rule : List.of(new Aggregation.Median(), new Aggregation.TrimmedMean(0.2), new Aggregation.Krum(1))) {
            assertEquals("aggregation %s: looks at each client's values, of which 'secure' shows the sum only; give mean".formatted(rule.word()),
                    assertThrows(IllegalArgumentException.class, () -> FederationOptions.ofRounds(1).withAggregation(rule).withSecure(secure)).getMessage());
            assertTrue(assertThrows(IllegalArgumentException.class,
                    () -> FederationOptions.ofRounds(1).withAggregation(rule).withPrivacy(privacy(Kind.CENTRAL, 1, 1))).getMessage().contains("central privacy"));
        }
        assertEquals("secure: threshold 3 of 6 clients: needs more than half of them, and at most all",
                assertThrows(IllegalArgumentException.class, () -> end(movers(6), FederationOptions.ofRounds(1).withSecure(secure))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new SecureOptions(1, 1, 24));
        assertEquals("clip 1000.0 of 24 bits: sums would not fit; lower one of the two",
                assertThrows(IllegalArgumentException.class, () -> new SecureOptions(2, 1000, 24).grid(OptionalDouble.empty())).getMessage());
        var budget = new FederationPrivacy(Kind.CENTRAL, new PrivacyOptions(
                OptionalDouble.of(2), OptionalDouble.of(1), 1e-5, 1, Accountant.RDP, OptionalLong.empty()));
        assertEquals("privacy: noise 1.0: 4 rounds spend epsilon 10.7255, more than 2.0; 0 would not",
                assertThrows(IllegalArgumentException.class, () -> FederationOptions.ofRounds(4).withPrivacy(budget)).getMessage());
    }

    @Test
    void epsilonIsThatOfRoundsSoFarAndNothingTellsOfSingleClients() throws IOException {
        var reports = new ArrayList<RoundReport>();
        var options = new FederationOptions(3, new Aggregation.Mean(), 0.5, 0, 0, 1, Faults.LEAVE_OUT, 1, 1, Optional.empty(),
                Optional.of(privacy(Kind.CENTRAL, 1.1, 1)));
        end(movers(8), options, reports);
        for (RoundReport report : reports) {
            assertEquals(Accountant.RDP.epsilon(new SampledGaussian(1.1, 0.5), report.round(), 1e-5), report.epsilon().orElseThrow());
            assertTrue(report.taken().isEmpty() && report.leftOut().isEmpty() && Double.isNaN(report.loss()) && report.changed(), report.toString());
        }
        var plan = privacy(Kind.LOCAL, 2, 1).plan(3, 0.5);
        // Any two changes of norm 1 are up to 2 apart, and who is asked is known to the server.
        assertEquals(Accountant.RDP.epsilon(new SampledGaussian(1, 1), 2, 1e-5), plan.epsilonAfter(2));
        assertEquals("round 4: the privacy budget is for 3 rounds", assertThrows(IllegalStateException.class, () -> plan.requireWithin(4)).getMessage());
    }

    /// The variance of what the server adds, and that the change of a client is clipped as a whole.
    @Test
    void theServersNoiseIsAsWideAsWasCounted() throws IOException {
        double clip = 0.5;
        FederatedClient loud = new Mover("loud", 1, 100);
        float[] quiet = end(List.of(loud), FederationOptions.ofRounds(1).withPrivacy(privacy(Kind.CENTRAL, 0.02, clip)));
        double norm = 0;
        for (float value : quiet) {
            norm += (double) value * value;
        }
        // |clip|² + 301 (0.02 clip)² = 0.25 + 0.0301, the second part within six of its own standard deviations.
        assertEquals(0.25 + 301 * 1e-4, norm, 0.0301 * 6 * Math.sqrt(2.0 / 301) + 6 * 2 * 0.5 * 0.01);
        // Two silent clients: noise alone, halved by their number.
        float[] noise = end(List.of(new Mover("a", 1, 0), new Mover("b", 2, 0)), FederationOptions.ofRounds(1).withPrivacy(privacy(Kind.CENTRAL, 3, clip)));
        double sum = 0;
        for (float value : noise) {
            sum += (double) value * value;
        }
        assertEquals(0.75 * 0.75, sum / COUNT, 0.75 * 0.75 * 6 * Math.sqrt(2.0 / COUNT));
        float[] secure = end(List.of(new Mover("a", 1, 0), new Mover("b", 2, 0)),
                FederationOptions.ofRounds(1).withPrivacy(privacy(Kind.CENTRAL, 3, clip)).withSecure(new SecureOptions(2, 1, 24)));
        for (int i = 0; i < COUNT; i++) {
            // Its grid is coarser: noise is wider by √301 2^-25 of 0.5, and rounded to 2^-24. Both ends are rounded to floats.
            assertEquals(noise[i], secure[i], Math.abs(noise[i]) * Math.sqrt(COUNT) * 0x1p-24 + 0x1p-24 + Math.ulp(noise[i]),
                    "the same noise, added when the masks are off");
        }
    }

    @Test
    void eachClientsNoiseIsItsOwnAndComesAgainWhenARoundIsDoneAgain(@TempDir Path folder) throws IOException {
        var plan = privacy(Kind.LOCAL, 2, 1).plan(5, 1);
        var order = new RoundOrder(2, LAYOUT, new float[COUNT], 1);
        var silent = new Mover("a", 1, 0);
        Update first = new NoisyClient(silent, plan, folder.resolve("a"), OptionalLong.empty()).train(order);
        Update again = new NoisyClient(silent, plan, folder.resolve("a"), OptionalLong.empty()).train(order);
        assertArrayEquals(first.values(), again.values());
        Update other = new NoisyClient(silent, plan, folder.resolve("b"), OptionalLong.empty()).train(order);
        double sum = 0;
        double product = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += (double) first.values()[i] * first.values()[i];
            product += (double) first.values()[i] * other.values()[i];
        }
        assertEquals(4, sum / COUNT, 4 * 6 * Math.sqrt(2.0 / COUNT));
        assertEquals(0, product / COUNT, 4 * 6 / Math.sqrt(COUNT));
        assertTrue(Double.isNaN(first.loss()));
    }
}
