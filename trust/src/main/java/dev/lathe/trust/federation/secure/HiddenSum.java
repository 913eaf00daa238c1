package dev.lathe.trust.federation.secure;

import dev.lathe.trust.federation.secure.SharedSecret.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The side that adds up: carries what members tell each other, and learns the sum of those that are left and nothing of the parts, as long as it
/// follows the rules. Members may be missing after each step.
///
/// Memory: one vector, whatever the number of members.
public final class HiddenSum {
    private final String sum;
    private final int threshold;
    private final long[] total;
    private final TreeMap<Integer, MemberKeys> roster = new TreeMap<>();
    private final TreeMap<Integer, Map<Integer, SealedShares>> shares = new TreeMap<>();
    private final TreeSet<Integer> left = new TreeSet<>();
    private final Map<Integer, List<Share>> openings = new HashMap<>();
    private final TreeSet<Integer> opened = new TreeSet<>();

    /// @param sum its name, as its members have it
    /// @param threshold of members that are left at the end, at least
    /// @param length of the vectors
    public HiddenSum(String sum, int threshold, int length) {
        this.sum = sum;
        this.threshold = threshold;
        this.total = new long[length];
    }

    /// First, of each member.
    public void keys(MemberKeys keys) {
        if (roster.putIfAbsent(keys.member(), keys) != null) {
            throw new SumException("%s: member %d is there twice".formatted(sum, keys.member()));
        }
    }

    /// Those that have shown their keys.
    public List<MemberKeys> members() {
        return List.copyOf(roster.values());
    }

    /// Second, of each of them.
    public void shares(int from, List<SealedShares> sealed) {
        var byReader = new HashMap<Integer, SealedShares>();
        for (SealedShares one : sealed) {
            if (one.from() != from || one.to() == from || !roster.containsKey(one.to()) || byReader.put(one.to(), one) != null) {
                throw new SumException("%s: member %d shares its secrets with %d".formatted(sum, from, one.to()));
            }
        }
        if (byReader.size() != roster.size() - 1) {
            throw new SumException("%s: member %d shares its secrets with %d of %d others".formatted(
                    sum, from, byReader.size(), roster.size() - 1));
        }
        shares.put(from, byReader);
    }

    /// What those that have shared their secrets have for one of them.
    public List<SealedShares> sharesFor(int member) {
        return shares.entrySet().stream().filter(entry -> entry.getKey() != member).map(entry -> entry.getValue().get(member)).toList();
    }

    /// Third, of each that is still there.
    ///
    /// @throws SumException if the vector has another length, and then the member is not in the sum
    public void masked(int from, long[] values) {
        if (values.length != total.length) {
            throw new SumException("%s: member %d sends %d numbers where the sum has %d".formatted(sum, from, values.length, total.length));
        }
        if (!shares.containsKey(from) || !left.add(from)) {
            throw new SumException("%s: member %d has shared nothing, or sends a second time".formatted(sum, from));
        }
        for (int i = 0; i < total.length; i++) {
            total[i] += values[i];
        }
    }

    /// Those whose values are in the sum.
    ///
    /// @throws SumException if they are too few for it ever to be seen
    public List<Integer> left() {
        require(left.size(), "are left");
        return List.copyOf(left);
    }

    /// Last, of each that is still there.
    public void open(int from, List<Opening> shown) {
        int at = List.copyOf(roster.keySet()).indexOf(from) + 1;
        for (Opening one : shown) {
            if (!shares.containsKey(one.of()) || one.gone() == left.contains(one.of())) {
                throw new SumException("%s: member %d shows a share of member %d that nobody asked for".formatted(sum, from, one.of()));
            }
        }
        if (shown.size() != shares.size() || !opened.add(from)) {
            throw new SumException("%s: member %d shows %d shares where %d are needed".formatted(sum, from, shown.size(), shares.size()));
        }
        shown.forEach(one -> openings.computeIfAbsent(one.of(), _ -> new ArrayList<>()).add(new Share(at, one.value())));
    }

    /// The sum of the values of those that are left, modulo 2^64.
    ///
    /// @throws SumException if too few have shown their shares, or shares do not fit each other
    public long[] total() {
        require(opened.size(), "have shown their shares");
        for (int member : shares.keySet()) {
            byte[] secret = SharedSecret.join(openings.get(member).subList(0, threshold), AgreedKey.BYTES);
            if (left.contains(member)) {
                MaskStream.apply(AgreedKey.derived(secret, sum), false, total);
            } else {
                takeOff(member, secret);
            }
        }
        return total;
    }

    /// The masks that those who are left have in common with one that has gone.
    private void takeOff(int gone, byte[] secret) {
        var key = AgreedKey.secret(secret);
        for (int member : left) {
            byte[] seed = AgreedKey.agree(key, roster.get(member).forMasks(), SumMember.maskOf(sum, member, gone));
            MaskStream.apply(seed, gone < member, total);
        }
    }

    private void require(int count, String what) {
        if (count < threshold) {
            throw new SumException("%s: %d of %d members %s, fewer than the threshold %d".formatted(sum, count, roster.size(), what, threshold));
        }
    }
}
