package dev.lathe.trust.federation;

import dev.lathe.trust.federation.values.SumGrid;
import java.util.OptionalDouble;

/// That the server learns the sum of the clients' changes and none of them: by [dev.lathe.trust.federation.secure.HiddenSum].
///
/// @param threshold of clients that are left in a round, at least; more than half of those that were asked
/// @param clip the most that each value may change in a round; more is cut off
/// @param bits changes are whole multiples of `2^-bits`, 1 to 30
public record SecureOptions(int threshold, double clip, int bits) {
    /// The usual [#clip].
    public static final double CLIP = 1;
    /// The usual [#bits]: what rounding moves a mean by is less than the last digit of a float near 1.
    public static final int BITS = 24;

    public SecureOptions {
        if (threshold < 2) {
            throw new IllegalArgumentException("secure: threshold %d: needs at least 2: a sum of one shows it".formatted(threshold));
        }
    }

    public static SecureOptions ofThreshold(int threshold) {
        return new SecureOptions(threshold, CLIP, BITS);
    }

    /// How a client's change becomes whole numbers.
    ///
    /// @param norm that the whole change is clipped to, and clients count alike; by their examples if empty
    SumGrid grid(OptionalDouble norm) {
        return new SumGrid(norm, clip, bits, norm.isEmpty());
    }
}
