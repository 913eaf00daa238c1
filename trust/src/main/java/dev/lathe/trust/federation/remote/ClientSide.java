package dev.lathe.trust.federation.remote;

import dev.lathe.trust.federation.FederationException;
import dev.lathe.trust.federation.HiddenClient;
import dev.lathe.trust.federation.secure.SumException;
import java.io.IOException;

/// Answers orders where a client is.
public final class ClientSide {
    private final HiddenClient client;

    public ClientSide(HiddenClient client) {
        this.client = client;
    }

    /// @param order as [Order#bytes] gives it
    /// @return a reply, which may be that it has failed
    /// @throws IOException if the order is none, or files cannot be read or written
    public byte[] answer(byte[] order) throws IOException {
        return answer(Order.of(order)).bytes();
    }

    private Reply answer(Order order) throws IOException {
        try {
            return switch (order) {
                case Order.Train train -> new Reply.Trained(client.train(train.round()));
                case Order.Keys keys -> new Reply.Shown(client.keys(keys.round(), keys.member(), keys.threshold()));
                case Order.Share share -> new Reply.Shared(client.shares(share.members()));
                case Order.Mask mask -> new Reply.Masked(client.masked(mask.round(), mask.grid(), mask.shares()));
                case Order.Open open -> new Reply.Opened(client.open(open.left()));
            };
        } catch (ArithmeticException | FederationException | SumException broken) {
            return new Reply.Failed(String.valueOf(broken.getMessage()));
        }
    }
}
