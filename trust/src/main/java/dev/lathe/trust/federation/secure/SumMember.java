package dev.lathe.trust.federation.secure;

import dev.lathe.trust.federation.secure.SharedSecret.Share;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A member's side of one sum. Its methods are called in their order, each once:
///
///     masked = values + PRG(b) + Σ PRG(s(v)), v after it - Σ PRG(s(v)), v before it      mod 2^64
///
/// b is a seed of its own, s(v) what it and v agree on. It shares b and the key behind all s(v) among the members, and for each member shows
/// the share of one of the two at most: of b, if the member's values are in the sum, else of the key.
public final class SumMember {
    private final int number;
    private final int threshold;
    private final String sum;
    private final KeyPair forShares = AgreedKey.fresh();
    private final KeyPair forMasks = AgreedKey.fresh();
    private final byte[] seed = SecretBytes.of(AgreedKey.BYTES);
    private final Map<Integer, MemberKeys> roster = new TreeMap<>();
    private final Map<Integer, ShareSeal.Pair> held = new HashMap<>();
    private boolean opened;

    /// @param number its own, from 0
    /// @param threshold of members that are left at the end, at least; more than half of all
    /// @param sum names it, differently from all others
    public SumMember(int number, int threshold, String sum) {
        this.number = number;
        this.threshold = threshold;
        this.sum = sum;
    }

    /// What it shows to all.
    public MemberKeys keys() {
        return new MemberKeys(number, forShares.getPublic().getEncoded(), forMasks.getPublic().getEncoded());
    }

    /// Shares its secrets among all members.
    ///
    /// @param members all of the sum, this one among them
    /// @throws SumException if they are too few for the threshold, or the threshold is no majority of them
    public List<SealedShares> shares(List<MemberKeys> members) {
        if (members.size() < threshold || 2 * threshold <= members.size()) {
            throw new SumException("%s: threshold %d of %d members: needs more than half of them, and at most all".formatted(
                    sum, threshold, members.size()));
        }
        members.forEach(member -> roster.put(member.member(), member));
        if (roster.size() != members.size() || !roster.containsKey(number)) {
            throw new SumException("%s: the list of members has one twice, or lacks this one".formatted(sum));
        }
        List<Share> ofKey = SharedSecret.split(AgreedKey.secretOf(forMasks), threshold, members.size());
        List<Share> ofSeed = SharedSecret.split(seed, threshold, members.size());
        var sealed = new ArrayList<SealedShares>();
        int at = 0;
        for (MemberKeys member : roster.values()) {
            var pair = new ShareSeal.Pair(ofKey.get(at).value(), ofSeed.get(at).value());
            at++;
            if (member.member() == number) {
                held.put(number, pair);
            } else {
                String about = about(number, member.member());
                sealed.add(new SealedShares(number, member.member(),
                        ShareSeal.seal(pair, AgreedKey.agree(forShares.getPrivate(), member.forShares(), about), about)));
            }
        }
        return sealed;
    }

    private String about(int from, int to) {
        return "%s: shares of member %d for member %d".formatted(sum, from, to);
    }

    /// Its values under their masks, with all members that have shared their secrets.
    ///
    /// @param values changed in place
    /// @param shares of the others for this one
    /// @throws SumException if a share was changed or is not for this member, or too few have shared
    public long[] masked(long[] values, List<SealedShares> shares) {
        for (SealedShares sealed : shares) {
            MemberKeys from = roster.get(sealed.from());
            if (sealed.to() != number || from == null || sealed.from() == number) {
                throw new SumException("%s: shares of %d for %d reached member %d".formatted(sum, sealed.from(), sealed.to(), number));
            }
            String about = about(sealed.from(), number);
            held.put(sealed.from(), ShareSeal.open(sealed.bytes(), AgreedKey.agree(forShares.getPrivate(), from.forShares(), about), about));
        }
        if (held.size() < threshold) {
            throw new SumException("%s: %d members have shared their secrets, fewer than the threshold %d".formatted(sum, held.size(), threshold));
        }
        MaskStream.apply(AgreedKey.derived(seed, sum), true, values);
        for (int other : held.keySet()) {
            if (other != number) {
                MemberKeys keys = roster.get(other);
                MaskStream.apply(AgreedKey.agree(forMasks.getPrivate(), keys.forMasks(), maskOf(sum, number, other)), other > number, values);
            }
        }
        return values;
    }

    static String maskOf(String sum, int one, int other) {
        return "%s: mask of members %d and %d".formatted(sum, Math.min(one, other), Math.max(one, other));
    }

    /// Shows what takes the masks off the sum of the members that are left.
    ///
    /// @param left those whose values are in the sum
    /// @throws SumException if they are too few, strangers, or asked for a second time: then nothing is shown
    public List<Opening> open(List<Integer> left) {
        Set<Integer> survivors = new HashSet<>(left);
        if (opened) {
            throw new SumException("%s: was opened before, and a second opening would show a member's values".formatted(sum));
        }
        if (survivors.size() < threshold || !held.keySet().containsAll(survivors)) {
            throw new SumException("%s: %d members are left, fewer than the threshold %d, or some have shared nothing".formatted(
                    sum, survivors.size(), threshold));
        }
        opened = true;
        var openings = new ArrayList<Opening>();
        held.forEach((member, pair) -> {
            boolean gone = !survivors.contains(member);
            openings.add(new Opening(member, gone, gone ? pair.keyShare() : pair.seedShare()));
        });
        return openings;
    }
}
