package dev.lathe.trust.federation;

import dev.lathe.trust.federation.secure.MemberKeys;
import dev.lathe.trust.federation.secure.Opening;
import dev.lathe.trust.federation.secure.SealedShares;
import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.SumGrid;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/// A party whose values reach the server under masks only. In each round its methods are called in their order, or less of them.
public interface HiddenClient extends FederatedClient {
    /// The client with masks of its own, if it has none.
    static HiddenClient of(FederatedClient client) {
        return client instanceof HiddenClient hidden ? hidden : new MaskingClient(client);
    }

    /// Begins a round.
    ///
    /// @param member its number among the clients
    MemberKeys keys(int round, int member, int threshold) throws IOException;

    /// @param members all that were asked and have shown their keys
    List<SealedShares> shares(List<MemberKeys> members) throws IOException;

    /// What a client sends after its steps.
    ///
    /// @param examples of its training data
    /// @param values its change as whole numbers, masked
    /// @param epsilon what it has spent of its examples' privacy, if they are hidden
    record Masked(int examples, long[] values, OptionalDouble epsilon) {}

    /// Trains and masks.
    ///
    /// @param shares of the others for this one
    Masked masked(RoundOrder order, SumGrid grid, List<SealedShares> shares) throws IOException;

    /// @param left members whose values are in the sum
    List<Opening> open(List<Integer> left) throws IOException;
}
