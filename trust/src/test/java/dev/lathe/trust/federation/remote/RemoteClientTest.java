package dev.lathe.trust.federation.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.train.privacy.PrivacyOptions;
import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.FederationPrivacy;
import dev.lathe.trust.federation.LocalWork;
import dev.lathe.trust.federation.Poison;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.SumGrid;
import dev.lathe.trust.federation.secure.Opening;
import dev.lathe.trust.federation.secure.SealedShares;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Orders and replies as bytes, those of others among them.
class RemoteClientTest {
    @Test
    void whatIsWrittenIsRead() throws IOException {
        var round = new RoundOrder(3, List.of("w[2]", "ü[1]"), new float[] {1.5f, -0f, Float.NaN}, 0.25);
        var mask = new Order.Mask(round, new SumGrid(OptionalDouble.of(2), 1, 24, false), List.of(new SealedShares(0, 1, new byte[] {7, -7})));
        Order.Mask read = (Order.Mask) Order.of(mask.bytes());
        assertArrayEquals(mask.bytes(), read.bytes());
        assertEquals(mask.grid(), read.grid());
        assertArrayEquals(round.values(), read.round().values());
        assertEquals(round.layout(), read.round().layout());
        BigInteger large = BigInteger.ONE.shiftLeft(520);
        var opened = new Reply.Opened(List.of(new Opening(4, true, large)));
        assertEquals(opened, Reply.of(opened.bytes()));
        var invitation = new Invitation(2, Map.of("lr", "1e-4"), LocalWork.ofSteps(3).withProximal(0.1), 5, Optional.of(Poison.SCALE),
                Optional.of(new FederationPrivacy(FederationPrivacy.Kind.LOCAL, PrivacyOptions.ofEpsilon(3, 1e-5).withSeed(-1))), "labels.jsonl",
                new byte[] {1, 2});
        Invitation told = Invitation.of(invitation.bytes());
        assertArrayEquals(invitation.bytes(), told.bytes());
        assertEquals(invitation.noise(), told.noise());
        assertEquals(invitation.options(), told.options());
    }

    private static String fault(byte[] reply) {
        var client = new RemoteClient("a", _ -> reply);
        return String.valueOf(assertThrows(FederationException.class, () -> client.keys(1, 0, 2)).getMessage());
    }

    @Test
    void aReplyThatIsNoneIsAFaultOfThatClient() throws IOException {
        assertEquals("sends what nobody understands: no reply", fault(new byte[] {99}));
        // A list of two thousand million shares in five bytes.
        assertTrue(fault(new byte[] {3, 0x7F, -1, -1, -1}).startsWith("sends what nobody understands: 2147483647 things"), "length");
        byte[] more = Arrays.copyOf(new Reply.Failed("x").bytes(), 9);
        assertEquals("sends what nobody understands: bytes are left behind the end", fault(more));
        assertEquals("no memory", fault(new Reply.Failed("no memory\nat line 3").bytes()));
        assertEquals("was asked to Keys, and sends 'Opened'", fault(new Reply.Opened(List.of()).bytes()));
    }

    /// Whatever bytes come, the server meets a fault of a client and nothing else.
    @Test
    void noBytesBreakTheServer() throws IOException {
        var random = new Random(8);
        byte[] whole = new Reply.Opened(List.of(new Opening(1, false, BigInteger.TEN), new Opening(2, true, BigInteger.TWO))).bytes();
        for (int trial = 0; trial < 2000; trial++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            var client = new RemoteClient("a", _ -> bytes);
            try {
                client.open(List.of(1));
            } catch (FederationException expected) {
                assertTrue(!String.valueOf(expected.getMessage()).isEmpty());
            }
        }
    }
}
