package dev.lathe.trust.federation.remote;

import dev.lathe.trust.federation.FederationException;

/// The way to one client.
@FunctionalInterface
public interface Line {
    /// Sends an order and waits for what comes back.
    ///
    /// @throws FederationException if the client is gone
    byte[] ask(byte[] order);
}
