package dev.lathe.trust.federation;

import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.trust.federation.values.SumGrid;

/// The noise of each round, on the grid of the sums that it hides.
///
/// @param secret that it comes from
/// @param plan its deviation
/// @param grid that it is a multiple of
record RoundNoise(SecretNumbers secret, FederationPrivacy.Plan plan, SumGrid grid) {
    private static final int CHUNK = 1 << 16;

    /// @param sum changed in place
    void addTo(long[] sum, int round) {
        double deviation = plan.deviation() * grid.sensitivity(sum.length);
        var noise = new double[CHUNK];
        for (int from = 0; from < sum.length; from += CHUNK) {
            int count = Math.min(CHUNK, sum.length - from);
            secret.gaussians(round, 0, from, noise, count);
            for (int i = 0; i < count; i++) {
                sum[from + i] += grid.round(noise[i] * deviation);
            }
        }
    }
}
