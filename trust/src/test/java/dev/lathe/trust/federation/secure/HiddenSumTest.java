package dev.lathe.trust.federation.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Both sides of a sum, and members that leave at each step.
class HiddenSumTest {
    private static final String SUM = "round 1";

    /// @param keys members that go after they have shown their keys
    /// @param shares after they have shared their secrets
    /// @param masked after they have sent their values
    private record Gone(Set<Integer> keys, Set<Integer> shares, Set<Integer> masked) {
        static final Gone NONE = new Gone(Set.of(), Set.of(), Set.of());
    }

    private static long[] sum(List<long[]> vectors, int threshold, Gone gone) {
        int count = vectors.size();
        var hidden = new HiddenSum(SUM, threshold, vectors.getFirst().length);
        var members = new ArrayList<SumMember>();
        for (int i = 0; i < count; i++) {
            members.add(new SumMember(i, threshold, SUM));
            hidden.keys(members.get(i).keys());
        }
        var there = new TreeSet<Integer>();
        for (int i = 0; i < count; i++) {
            if (!gone.keys.contains(i)) {
                hidden.shares(i, members.get(i).shares(hidden.members()));
                there.add(i);
            }
        }
        there.removeAll(gone.shares);
        for (int i : there) {
            hidden.masked(i, members.get(i).masked(vectors.get(i).clone(), hidden.sharesFor(i)));
        }
        List<Integer> left = hidden.left();
        for (int i : left) {
            if (!gone.masked.contains(i)) {
                hidden.open(i, members.get(i).open(left));
            }
        }
        return hidden.total();
    }

    private static List<long[]> vectors(int count, int length, Random random) {
        var vectors = new ArrayList<long[]>();
        for (int i = 0; i < count; i++) {
            vectors.add(random.longs(length).toArray());
        }
        return vectors;
    }

    private static long[] plain(List<long[]> vectors, Set<Integer> without) {
        var sum = new long[vectors.getFirst().length];
        for (int i = 0; i < vectors.size(); i++) {
            if (!without.contains(i)) {
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += vectors.get(i)[k];
                }
            }
        }
        return sum;
    }

    @Test
    void masksCancelExactly() {
        var random = new Random(5);
        for (int count : new int[] {1, 2, 3, 7}) {
            // One more than fits in a chunk of the stream.
            List<long[]> vectors = vectors(count, count == 3 ? 8193 : 17, random);
            assertArrayEquals(plain(vectors, Set.of()), sum(vectors, count / 2 + 1, Gone.NONE), count + " members");
        }
    }

    @Test
    void theSumIsOfThoseThatAreLeftWheneverTheOthersWent() {
        List<long[]> vectors = vectors(7, 33, new Random(6));
        for (Gone gone : List.of(
                new Gone(Set.of(0, 4), Set.of(), Set.of()), new Gone(Set.of(), Set.of(0, 3, 6), Set.of()), new Gone(Set.of(6), Set.of(1, 2), Set.of()))) {
            var without = new TreeSet<>(gone.keys);
            without.addAll(gone.shares);
            assertArrayEquals(plain(vectors, without), sum(vectors, 4, gone), gone.toString());
        }
        // Who goes after it has sent is in the sum all the same.
        assertArrayEquals(plain(vectors, Set.of(5)), sum(vectors, 4, new Gone(Set.of(), Set.of(5), Set.of(0, 1))));
    }

    @Test
    void tooFewAreRefusedByName() {
        List<long[]> vectors = vectors(5, 4, new Random(7));
        assertEquals("round 1: 2 of 5 members are left, fewer than the threshold 3",
                assertThrows(SumException.class, () -> sum(vectors, 3, new Gone(Set.of(), Set.of(0, 1, 2), Set.of()))).getMessage());
        assertEquals("round 1: 2 of 5 members have shown their shares, fewer than the threshold 3",
                assertThrows(SumException.class, () -> sum(vectors, 3, new Gone(Set.of(), Set.of(), Set.of(2, 3, 4)))).getMessage());
        assertEquals("round 1: 2 members have shared their secrets, fewer than the threshold 3",
                assertThrows(SumException.class, () -> sum(vectors, 3, new Gone(Set.of(2, 3, 4), Set.of(), Set.of()))).getMessage());
        assertEquals("round 1: threshold 2 of 5 members: needs more than half of them, and at most all",
                assertThrows(SumException.class, () -> sum(vectors, 2, Gone.NONE)).getMessage());
    }

    /// A chi-square test of all bytes: 255 degrees of freedom, six standard deviations of √510 about 255.
    @Test
    void aMaskedVectorAloneLooksDrawnByChance() {
        var hidden = new HiddenSum(SUM, 2, 1 << 16);
        var members = List.of(new SumMember(0, 2, SUM), new SumMember(1, 2, SUM));
        members.forEach(member -> hidden.keys(member.keys()));
        for (int i = 0; i < 2; i++) {
            hidden.shares(i, members.get(i).shares(hidden.members()));
        }
        var constant = new long[1 << 16];
        Arrays.fill(constant, 7);
        assertTrue(chiSquare(constant) > 1e6, "the test sees what is not masked");
        double found = chiSquare(members.get(0).masked(constant, hidden.sharesFor(0)));
        assertTrue(Math.abs(found - 255) < 6 * Math.sqrt(510), "chi-square " + found);
    }

    private static double chiSquare(long[] vector) {
        var counts = new int[256];
        for (long number : vector) {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                counts[(int) (number >>> shift) & 0xFF]++;
            }
        }
        double expected = vector.length * 8 / 256.0;
        return Arrays.stream(counts).mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
    }

    @Test
    void aMemberShowsNothingTwiceAndTakesNothingThatWasChanged() {
        var hidden = new HiddenSum(SUM, 2, 1);
        List<SumMember> members = List.of(new SumMember(0, 2, SUM), new SumMember(1, 2, SUM), new SumMember(2, 2, SUM));
        members.forEach(member -> hidden.keys(member.keys()));
        for (int i = 0; i < 3; i++) {
            hidden.shares(i, members.get(i).shares(hidden.members()));
        }
        List<SealedShares> changed = hidden.sharesFor(1).stream().map(shares -> new SealedShares(shares.from(), shares.to(), flipped(shares.bytes()))).toList();
        assertEquals("round 1: shares of member 0 for member 1: the shares were changed on their way",
                assertThrows(SumException.class, () -> members.get(1).masked(new long[1], changed)).getMessage());
        List<SealedShares> astray = hidden.sharesFor(2);
        assertEquals("round 1: shares of 0 for 2 reached member 1",
                assertThrows(SumException.class, () -> members.get(1).masked(new long[1], astray)).getMessage());
        members.get(0).masked(new long[1], hidden.sharesFor(0));
        assertTrue(assertThrows(SumException.class, () -> members.get(0).open(List.of(0))).getMessage().contains("fewer than the threshold 2"));
        members.get(0).open(List.of(0, 1));
        // The other kind of share of member 1 would unmask what it has sent.
        assertEquals("round 1: was opened before, and a second opening would show a member's values",
                assertThrows(SumException.class, () -> members.get(0).open(List.of(0, 2))).getMessage());
        assertEquals("round 1: member 0 sends 2 numbers where the sum has 1",
                assertThrows(SumException.class, () -> hidden.masked(0, new long[2])).getMessage());
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] other = bytes.clone();
        other[3] ^= 1;
        return other;
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        var member = new SumMember(0, 2, SUM);
        var stranger = new MemberKeys(1, new byte[44], new byte[44]);
        assertEquals("public key: is none of X25519",
                assertThrows(SumException.class, () -> member.shares(List.of(member.keys(), stranger))).getMessage());
    }
}
