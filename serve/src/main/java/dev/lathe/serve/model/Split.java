package dev.lathe.serve.model;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// A name that several models share: each answers a part of those who ask for it. Whoever asks by the same key is answered by the same model, as long
/// as the shares are the same, on every server and after every start.
///
/// @param name that clients ask by
/// @param shares of the models, by their names; of 90 and 10 the second answers every tenth key
public record Split(String name, SequencedMap<String, Integer> shares) {
    private static final int MOST = 1_000_000;

    /// @throws IllegalArgumentException if there are fewer than two models, or a share is out of range
    public Split {
        shares = new LinkedHashMap<>(shares);
        if (shares.size() < 2) {
            throw new IllegalArgumentException("split '%s': needs two models or more".formatted(name));
        }
        for (Map.Entry<String, Integer> share : shares.entrySet()) {
            if (share.getValue() < 0 || share.getValue() > MOST) {
                throw new IllegalArgumentException(
                        "split '%s': share %d of '%s': needs 0 to %d".formatted(name, share.getValue(), share.getKey(), MOST));
            }
        }
        if (shares.values().stream().allMatch(share -> share == 0)) {
            throw new IllegalArgumentException("split '%s': all shares are 0".formatted(name));
        }
    }

    /// What `--split` says: `NAME=A:90,B:10`.
    ///
    /// @throws IllegalArgumentException if it says something else
    public static Split of(String said) {
        int equals = said.indexOf('=');
        var shares = new LinkedHashMap<String, Integer>();
        for (String share : said.substring(equals + 1).split(",", -1)) {
            int colon = share.lastIndexOf(':');
            if (equals < 1 || colon < 1 || !share.substring(colon + 1).matches("\\d{1,7}")
                    || shares.put(share.substring(0, colon), Integer.valueOf(share.substring(colon + 1))) != null) {
                throw new IllegalArgumentException("split '%s': needs NAME=A:90,B:10".formatted(said));
            }
        }
        return new Split(said.substring(0, equals), shares);
    }

    /// The model that answers whoever asks by a key.
    String chosen(String key) {
        long total = shares.values().stream().mapToLong(Integer::longValue).sum();
        long at = Long.remainderUnsigned(hash(name + '\n' + key), total);
        for (Map.Entry<String, Integer> share : shares.entrySet()) {
            at -= share.getValue();
            if (at < 0) {
                return share.getKey();
            }
        }
        throw new AssertionError("split '%s': no share for %d".formatted(name, at));
    }

    /// FNV-1a of 64 bits (Fowler, Noll, Vo), whose bits are mixed as SplitMix64 does (Steele et al., 2014): by itself it changes few of its low bits.
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
