package dev.lathe.trust.federation;

import dev.lathe.trust.federation.values.RoundOrder;
import dev.lathe.trust.federation.values.Update;
import java.io.IOException;

/// A party that trains on data of its own.
public interface FederatedClient {
    /// What reports and messages call it.
    String name();

    /// Trains for a round. Clients of a round may be asked on several threads at once, one client on one.
    ///
    /// @throws ArithmeticException if its training left the finite numbers
    /// @throws FederationException if it is gone
    Update train(RoundOrder order) throws IOException;
}
