package dev.lathe.trust.federation.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.trust.federation.secure.SharedSecret.Share;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedSecretTest {
    @Test
    void anyOfTheSharesThatAreEnoughGiveIt() {
        var random = new Random(3);
        for (int trial = 0; trial < 20; trial++) {
            var secret = new byte[32];
            random.nextBytes(secret);
            // Zeros in front are kept, and the highest bit is no sign.
            secret[0] = (byte) (trial % 2 == 0 ? 0 : 0xFF);
            List<Share> shares = new ArrayList<>(SharedSecret.split(secret, 4, 9));
            Collections.shuffle(shares, random);
            assertArrayEquals(secret, SharedSecret.join(shares.subList(0, 4), 32));
            assertArrayEquals(secret, SharedSecret.join(shares, 32));
            assertEquals("shares: give no secret of 32 bytes: one of them is wrong, or they are too few",
                    assertThrows(SumException.class, () -> SharedSecret.join(shares.subList(0, 3), 32)).getMessage());
        }
    }

    @Test
    void sharesAreOfAPolynomialModuloThePrime() {
        // 2 + 3 x at 1 and 3 is 5 and 11.
        var shares = List.of(new Share(1, BigInteger.valueOf(5)), new Share(3, BigInteger.valueOf(11)));
        assertArrayEquals(new byte[] {0, 2}, SharedSecret.join(shares, 2));
        // -1 + 3 x, whose value at 0 is the prime less one.
        var wrapped = List.of(new Share(1, BigInteger.TWO), new Share(2, BigInteger.valueOf(5)));
        assertThrows(SumException.class, () -> SharedSecret.join(wrapped, 2));
        assertThrows(SumException.class, () -> new Share(0, BigInteger.ONE));
        assertThrows(SumException.class, () -> new Share(1, SharedSecret.PRIME));
        assertEquals("share 1: is there twice", assertThrows(SumException.class,
                () -> SharedSecret.join(List.of(shares.getFirst(), shares.getFirst()), 2)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> SharedSecret.split(new byte[65], 1, 1));
    }
}
