package dev.lathe.trust.federation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.trust.federation.FederationOptions.Faults;
import dev.lathe.trust.federation.values.Aggregation;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.ServerStep;
import dev.lathe.trust.federation.values.Update;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rounds with clients that only count.
class FederationTest {
    private static final List<String> LAYOUT = List.of("w[2]");
    private static final float[] ZEROS = {0, 0};

    /// Adds its number to all values, times its share.
    private record Adder(String name, int number) implements FederatedClient {
        @Override
        public Update train(RoundOrder order) {
            float[] values = order.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (number * order.share());
            }
            return new Update(name, number, order.layout(), values, number);
        }
    }

    private static FederatedClient sending(String name, List<String> layout, float... values) {
        return new FederatedClient() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Update train(RoundOrder order) {
                return new Update(name, 1, layout, values, 0);
            }
        };
    }

    private static List<RoundReport> reports(FederationOptions options, FederatedClient... clients) throws IOException {
        var reports = new ArrayList<RoundReport>();
        new Federation(List.of(clients), options, new ServerStep.Replace()).run(LAYOUT, ZEROS, (report, _) -> reports.add(report));
        return reports;
    }

    private static float[] end(FederationOptions options, FederatedClient... clients) throws IOException {
        return new Federation(List.of(clients), options, new ServerStep.Replace()).run(LAYOUT, ZEROS, (_, _) -> { });
    }

    @Test
    void roundsGoOnFromTheCommonValues() throws IOException {
        // Each round adds (1·1 + 3·3) / 4.
        assertArrayEquals(new float[] {5, 5}, end(FederationOptions.ofRounds(2), new Adder("a", 1), new Adder("b", 3)));
        assertArrayEquals(new float[] {0, 0}, ZEROS);
    }

    @Test
    void anAnswerThatDoesNotDoIsNamedAndRefusedOrLeftOut() throws IOException {
        var honest = new Adder("a", 2);
        for (var faulty : List.of(
                sending("b", List.of("w[3]"), 1, 2, 3), sending("b", LAYOUT, 1), sending("b", LAYOUT, 1, Float.NaN),
                sending("b", List.of("w[2]", "v[1]"), 1, 2, 3), gone("b"))) {
            FederationException refused = assertThrows(FederationException.class, () -> end(FederationOptions.ofRounds(2), honest, faulty));
            List<RoundReport> reports = reports(FederationOptions.ofRounds(2).withFaults(Faults.LEAVE_OUT), honest, faulty);
            RoundReport.LeftOut leftOut = reports.getLast().leftOut().getFirst();
            assertEquals("round 1: client 'b': " + leftOut.reason(), refused.getMessage());
            assertEquals(List.of("a"), reports.getLast().taken());
            assertEquals("b", leftOut.client());
            assertTrue(List.of("sends w[3] where the others have w[2]", "sends 1 values where the others have 2", "value 1 of 2 is NaN",
                    "sends v[1] where the others have nothing", "connection lost").contains(leftOut.reason()), leftOut.reason());
            assertArrayEquals(new float[] {4, 4}, end(FederationOptions.ofRounds(2).withFaults(Faults.LEAVE_OUT), honest, faulty));
        }
    }

    private static FederatedClient gone(String name) {
        return new FederatedClient() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Update train(RoundOrder order) {
                throw new FederationException("connection lost");
            }
        };
    }

    @Test
    void whoIsAskedSlowOrGoneIsDecidedByTheSeed() throws IOException {
        var clients = new FederatedClient[20];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new Adder("c" + i, 1);
        }
        var options = new FederationOptions(50, new Aggregation.Mean(), 0.5, 0.2, 0.3, 1, Faults.REFUSE, 9, 1);
        List<RoundReport> reports = reports(options, clients);
        assertEquals(reports, reports(options.withParallel(3), clients));
        assertArrayEquals(end(options, clients), end(options.withParallel(2), clients));
        int taken = reports.stream().mapToInt(report -> report.taken().size()).sum();
        int gone = reports.stream().mapToInt(report -> report.leftOut().size()).sum();
        int slow = reports.stream().mapToInt(report -> report.slow().size()).sum();
        // 1000 chances each, four standard deviations around the means 400, 100 and 120.
        assertTrue(Math.abs(taken - 400) < 62 && Math.abs(gone - 100) < 38 && Math.abs(slow - 120) < 41, taken + " " + gone + " " + slow);
        var others = new FederationOptions(50, new Aggregation.Mean(), 0.5, 0.2, 0.3, 1, Faults.REFUSE, 10, 1);
        assertTrue(!reports.equals(reports(others, clients)));
    }

    @Test
    void aRoundWithTooFewAnswersChangesNothing() throws IOException {
        var options = new FederationOptions(1, new Aggregation.Mean(), 1, 0, 0, 2, Faults.LEAVE_OUT, 1, 1);
        RoundReport report = reports(options, new Adder("a", 1), gone("b")).getFirst();
        assertTrue(!report.changed());
        assertArrayEquals(ZEROS, end(options, new Adder("a", 1), gone("b")));
        var krum = FederationOptions.ofRounds(1).withAggregation(new Aggregation.Krum(0));
        assertTrue(!reports(krum, new Adder("a", 1), new Adder("b", 1)).getFirst().changed(), "krum needs three");
    }

    @Test
    void clientsNeedNamesOfTheirOwn() {
        assertEquals("client 'a': is there twice", assertThrows(IllegalArgumentException.class,
                () -> end(FederationOptions.ofRounds(1), new Adder("a", 1), new Adder("a", 2))).getMessage());
        assertEquals("rounds 0: needs at least 1",
                assertThrows(IllegalArgumentException.class, () -> FederationOptions.ofRounds(0)).getMessage());
    }
}
