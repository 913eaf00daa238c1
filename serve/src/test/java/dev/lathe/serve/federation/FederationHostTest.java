package dev.lathe.serve.federation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.trust.federation.Federation;
import dev.lathe.trust.federation.FederatedClient;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.FederationOptions;
import dev.lathe.trust.federation.FederationOptions.Faults;
import dev.lathe.trust.federation.HiddenClient;
import dev.lathe.trust.federation.LocalWork;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.RoundReport;
import dev.lathe.trust.federation.SecureOptions;
import dev.lathe.trust.federation.values.ServerStep;
import dev.lathe.trust.federation.values.Update;
import dev.lathe.trust.federation.remote.ClientSide;
import dev.lathe.trust.federation.remote.Invitation;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Federations over HTTP on this machine, with clients that only count.
@Timeout(120)
class FederationHostTest {
    private static final List<String> LAYOUT = List.of("w[5]");
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /// More values than 64 KiB hold.
    private static final int LARGE = 50_000;

    private final List<Thread> threads = new ArrayList<>();
    private final List<String> lastWords = new CopyOnWriteArrayList<>();

    private interface Training {
        Update train(RoundOrder order) throws IOException;
    }

    private record Client(String name, Training training) implements FederatedClient {
        @Override
        public Update train(RoundOrder order) throws IOException {
            return training.train(order);
        }
    }

    private static FederatedClient mover(String name, int examples) {
        return new Client(name, order -> {
            var random = new Random(examples * 31L + order.round());
            float[] values = order.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) random.nextGaussian();
            }
            return new Update(name, examples, order.layout(), values, examples);
        });
    }

    private static Invitation invitation(int number) {
        return new Invitation(number, Map.of("lr", "1e-4"), LocalWork.ofEpochs(1), 3, Optional.empty(), Optional.empty(), "labels.jsonl", new byte[0]);
    }

    private static FederationHost host(String... names) throws IOException {
        return host(PATIENCE, names);
    }

    private static FederationHost host(Duration patience, String... names) throws IOException {
        return host(0, patience, names);
    }

    private static FederationHost host(int port, Duration patience, String... names) throws IOException {
        var invitations = new LinkedHashMap<String, Invitation>();
        for (String name : names) {
            invitations.put(name, invitation(invitations.size()));
        }
        return FederationHost.start(invitations, Entrance.local(port), patience);
    }

    private void joins(FederationHost host, FederatedClient client) {
        joins(host, HiddenClient.of(client));
    }

    private void joins(FederationHost host, HiddenClient client) {
        URI address = URI.create(host.address());
        threads.add(Thread.ofVirtual().start(() -> {
            try (var member = new FederationMember(address, client.name(), PATIENCE)) {
                assertEquals("1e-4", member.join().options().get("lr"));
                lastWords.add(member.work(new ClientSide(client)));
            } catch (IOException | FederationException e) {
                lastWords.add(String.valueOf(e.getMessage()));
            }
        }));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    private static float[] run(List<FederatedClient> clients, FederationOptions options, List<RoundReport> reports) throws IOException {
        return new Federation(clients, options, new ServerStep.Replace()).run(LAYOUT, new float[5], (report, _) -> reports.add(report));
    }

    @Test
    void theResultIsThatOfOneProcessToTheBit() throws IOException, InterruptedException {
        var here = new ArrayList<RoundReport>();
        List<FederatedClient> clients = List.of(mover("north", 3), mover("süd", 5), mover("east", 8));
        for (FederationOptions options : List.of(FederationOptions.ofRounds(3).withParallel(3),
                FederationOptions.ofRounds(3).withParallel(3).withSecure(SecureOptions.ofThreshold(2)))) {
            here.clear();
            float[] expected = run(clients, options, here);
            var there = new ArrayList<RoundReport>();
            try (FederationHost host = host(Duration.ofSeconds(30), "north", "süd", "east")) {
                clients.forEach(client -> joins(host, client));
                assertArrayEquals(expected, run(host.clients(5), options, there));
                host.end("over");
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            assertEquals(here, there);
        }
        assertEquals(List.of("over", "over", "over", "over", "over", "over"), lastWords);
    }

    @Test
    void aClientThatGoesAwayOrSendsNoNumbersIsNamedAndTheOthersGoOn() throws IOException {
        var reports = new ArrayList<RoundReport>();
        FederatedClient nan = new Client("nan", order -> new Update("nan", 1, order.layout(), new float[] {1, Float.NaN, 1, 1, 1}, 0));
        FederatedClient other = new Client("other", order -> new Update("other", 1, List.of("v[5]"), order.values(), 0));
        try (FederationHost host = host("good", "nan", "other", "gone", "never")) {
            joins(host, mover("good", 3));
            joins(host, nan);
            joins(host, other);
            joins(host, new Client("gone", order -> {
                // Its process is killed: no reply, and no sign any more.
                Thread.currentThread().interrupt();
                throw new IOException("killed");
            }));
            var options = FederationOptions.ofRounds(2).withParallel(5).withFaults(Faults.LEAVE_OUT);
            float[] found = run(host.clients(5), options, reports);
            assertArrayEquals(run(List.of(mover("good", 3)), FederationOptions.ofRounds(2), new ArrayList<>()), found);
            assertEquals(List.of(
                    new RoundReport.LeftOut("nan", "value 1 of 5 is NaN"), new RoundReport.LeftOut("other", "sends v[5] where the others have w[5]"),
                    new RoundReport.LeftOut("gone", "no sign of it for 8 seconds"), new RoundReport.LeftOut("never", "no sign of it for 8 seconds")),
                    reports.getLast().leftOut());
            var refusing = FederationOptions.ofRounds(1).withParallel(5);
            assertEquals("round 1: client 'nan': value 1 of 5 is NaN",
                    assertThrows(FederationException.class, () -> run(host.clients(5), refusing, new ArrayList<>())).getMessage());
        }
    }

    /// Work that takes longer than the patience, of a client that shows signs.
    @Test
    void whoWorksLongIsNotGone() throws IOException {
        FederatedClient mover = mover("slow", 3);
        var never = new CountDownLatch(1);
        FederatedClient slow = new Client("slow", order -> {
            try {
                assertTrue(!never.await(6, TimeUnit.SECONDS));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return mover.train(order);
        });
        try (FederationHost host = host(Duration.ofSeconds(4), "slow")) {
            joins(host, slow);
            assertArrayEquals(run(List.of(mover), FederationOptions.ofRounds(1), new ArrayList<>()),
                    run(host.clients(5), FederationOptions.ofRounds(1), new ArrayList<>()));
        }
    }

    /// The server is begun anew while a client works for longer than its patience, and what the client then sends is more than a server takes that
    /// does not know yet how much is coming.
    @Test
    void whoWorksLongForAServerThatWentIsNotGoneForTheNextOne() throws IOException, InterruptedException {
        FederatedClient mover = mover("slow", 3);
        var asked = new CountDownLatch(1);
        var trained = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        FederatedClient slow = new Client("slow", order -> {
            boolean first = asked.getCount() > 0;
            asked.countDown();
            try {
                assertTrue(!never.await(first ? 6 : 0, TimeUnit.SECONDS));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            trained.countDown();
            return mover.train(order);
        });
        int port;
        Thread gone;
        try (FederationHost first = host(Duration.ofSeconds(3), "slow")) {
            port = URI.create(first.address()).getPort();
            joins(first, slow);
            gone = Thread.ofVirtual().start(() -> assertThrows(FederationException.class, () -> runLarge(first.clients(LARGE))));
            asked.await();
        }
        try (FederationHost second = host(port, Duration.ofSeconds(3), "slow")) {
            trained.await();
            assertTrue(!never.await(1, TimeUnit.SECONDS), "it has sent what it had");
            assertArrayEquals(runLarge(List.of(mover)), runLarge(second.clients(LARGE)));
        }
        gone.interrupt();
        gone.join();
    }

    private static float[] runLarge(List<FederatedClient> clients) throws IOException {
        return new Federation(clients, FederationOptions.ofRounds(1), new ServerStep.Replace()).run(
                List.of("w[" + LARGE + "]"), new float[LARGE], (_, _) -> { });
    }

    @Test
    void strangersAndDoublesAreTurnedAway() throws IOException {
        try (FederationHost host = host("a"); var stranger = new FederationMember(URI.create(host.address()), "b", PATIENCE);
                var first = new FederationMember(URI.create(host.address()), "a", PATIENCE);
                var second = new FederationMember(URI.create(host.address()), "a", Duration.ofMillis(1))) {
            assertEquals(host.address() + ": no client 'b' in this federation", assertThrows(FederationException.class, stranger::join).getMessage());
            first.join();
            assertEquals(host.address() + ": client 'a' is here already", assertThrows(FederationException.class, second::join).getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new FederationMember(URI.create("file:/etc/passwd"), "a", PATIENCE));
        var nobody = new FederationMember(URI.create("http://127.0.0.1:1"), "a", Duration.ofMillis(100));
        assertTrue(assertThrows(IOException.class, nobody::join).getMessage().startsWith("http://127.0.0.1:1: no answer for "));
    }
}
